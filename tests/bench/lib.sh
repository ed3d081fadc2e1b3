# shellcheck shell=bash
# What scale and cpu share on the host: packages, the build, and the table that judges. Sourced
# from the project's root.

# shellcheck source=tests/lib.sh
source tests/lib.sh

out=build/bench
over=0
guest=

die() {
  echo "$*" >&2
  exit 2
}

usage() {
  sed -n '/^#   /s/^#   //p' "$0" >&2
  exit 2
}

# parse_options WORD...: the options of both scripts; other words are left in `words`.
parse_options() {
  build=
  kernel=uml
  daemons=keepalived,evenkeel
  words=()
  while (($#)); do
    case $1 in
      --build) build=${2:?} && shift 2 ;;
      --rounds) rounds=${2:?} && shift 2 ;;
      --vm) kernel=vm && shift ;;
      --only) daemons=${2:?} && shift 2 ;;
      -*) usage ;;
      *) words+=("$1") && shift ;;
    esac
  done
}

# take_sizes SERVICES SERVERS DELAY: the defaults of what `words` leave open.
take_sizes() {
  services=${words[0]:-$1}
  servers=${words[1]:-$2}
  check=${words[2]:-tcp}
  check=${check#CHECK=}
  delay=${DELAY:-$3}
  [[ $services$servers$delay =~ ^[0-9]+$ && $check =~ ^(tcp|http)$ ]] || usage
  ((services * servers <= 65536)) || die 'the farm has 65536 addresses'
}

# The packages of tests/packages.txt, and our own.
missing_bench_packages() {
  local package
  while read -r package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done < <(sed 's/#.*//' tests/bench/packages.txt | awk 'NF')
}

install_all() {
  local missing
  install_packages || return 1
  mapfile -t missing < <(missing_bench_packages)
  ((${#missing[@]} > 0)) || return 0
  as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# The daemon of --build as it is, or that of build/, brought up to date.
build_all() {
  if [[ -z $build ]]; then
    build=build
    cmake -G Ninja -S . -B build && cmake --build build --target evenkeeld keelctl lab-tools ||
      return 1
  fi
  cmake -G Ninja -S tests/bench -B "$out/tools" && cmake --build "$out/tools"
}

# A directory that looks like a build to the lab's scripts: its programs and ours.
collect_programs() {
  local file
  rm -rf "$out/programs"
  mkdir -p "$out/programs/bin"
  for file in "$build"/bin/{evenkeeld,keelctl,lab-*} "$out"/tools/bin/*; do
    [[ ! -x $file ]] || ln -s "$(realpath "$file")" "$out/programs/bin/"
  done
}

prepare_all() {
  mkdir -p "$out"
  echo "packages and build (see $out/prepare.log)"
  { install_all && build_all && collect_programs; } >"$out/prepare.log" 2>&1 ||
    { tail -n 20 "$out/prepare.log" >&2 && exit 2; }
}

# What the guest takes from its kernel's command line.
settings() {
  words=("LAB_SERVICES=$services" "LAB_SERVERS=$servers" "LAB_CHECK=$check" "LAB_DELAY=$delay"
    "LAB_ROUNDS=$rounds" "LAB_DAEMONS=$daemons" "LAB_RATE=${RATE:-1000}"
    "LAB_INSTANCES=${INSTANCES:-0}")
}

# run_guest SCENARIO: in a guest of its own kernel, until it has come to its end.
run_guest() {
  dir=$PWD/$out/$1
  rm -rf "$dir"
  mkdir -p "$dir"
  settings
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  "boot_$kernel" "../bench/inside/$1" >"$dir/kernel.log" 2>&1 </dev/null &
  guest=$!
  wait "$guest" || true
  guest=
  judge_guest
}

boot_uml() {
  LAB_MEMORY=1536M exec tests/lab/boot "$1" "$dir" "$PWD/$out/programs" null,fd:1 "${words[@]}"
}

boot_vm() {
  VM_ACCELERATION='-accel tcg,thread=single -icount shift=0,sleep=off' \
    exec tests/lab/vm "$dir" "LAB_HOME=$PWD/tests/lab" "LAB_OUT=$dir" \
    "LAB_BUILD=$PWD/$out/programs" "LAB_SCENARIO=$1" "${words[@]}"
}

clean_up() {
  trap - EXIT INT TERM
  if [[ -n $guest ]]; then
    kill -TERM "$guest" 2>/dev/null || true
    wait "$guest" || true
  fi
  rm -rf "$dir/uml" "$dir/vm"
}

judge_guest() {
  figures=$dir/figures
  [[ $(cat "$dir/verdict" 2>/dev/null) != pass ]] || return 0
  # Without a word from the guest, its kernel's last ones.
  { [[ -s $dir/failures ]] && cat "$dir/failures"; } >&2 || tail -n 5 "$dir/kernel.log" >&2
  die "the measurement did not come to its end (see $dir)"
}

# figure_of FIGURE.DAEMON: the median of what was measured; nothing when it was not.
figure_of() {
  awk -v name="$1" '$1 == name { print $2 }' "$figures" | sort -n |
    awk '{ value[NR] = $1 } END { if (NR) print value[int((NR + 1) / 2)] }'
}

heading() { printf '%-40s %12s %12s %8s\n' "$1" evenkeel keepalived ratio; }

# row FIGURE DIVISOR NAME [LIMIT]: LIMIT bounds evenkeel's figure as a number or as `ratio`.
row() {
  local line
  line=$(awk -v ours="$(figure_of "$1.evenkeel")" -v theirs="$(figure_of "$1.keepalived")" \
    -v divisor="$2" -v name="$3" -v limit="${4:-}" '
    function shown(value) { return value == "" ? "-" : sprintf("%.2f", value / divisor) }
    BEGIN {
      both = ours != "" && theirs != ""
      ratio = both && theirs > 0 ? sprintf("%.2f", ours / theirs) : "-"
      bound = limit == "ratio" ? theirs : limit * divisor
      verdict = ""
      if (limit != "" && ours != "" && bound != "") verdict = ours + 0 <= bound + 0 ? "ok" : "over"
      printf "%-40s %12s %12s %8s  %s\n", name, shown(ours), shown(theirs), ratio, verdict
    }')
  echo "$line"
  [[ $line != *over ]] || over=1
}
