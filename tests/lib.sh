# What tests/run and tests/demo share: packages and the build. Sourced from the project's root.
# shellcheck shell=bash

# Only packages need root.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing_packages() {
  local package
  while read -r package; do
    dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || echo "$package"
  done < <(sed 's/#.*//' tests/packages.txt | awk 'NF { print $1 }')
}

# Without starting what is installed: a service of the distribution's would be in the way.
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  if [ ${#missing[@]} -gt 0 ]; then
    as_root apt-get update -q &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        "${missing[@]}" || return 1
  fi
  # The guest mounts its kernel's modules here, and the host's root is read-only in it.
  [ -d /lib/modules ] || as_root mkdir -p /lib/modules || return 1
  unpack build/tools/prometheus prometheus && unpack build/tools/frr frr libyang2 && unpack_kernel
}

# Debian's own, for guests: installing it would change how the machine boots.
unpack_kernel() {
  local dir=build/tools/linux
  [ -d "$dir" ] || unpack "$dir" "$(newest_kernel)" || return 1
  compgen -G "$dir/lib/modules/*/modules.dep" > /dev/null ||
    depmod -b "$dir" "$(basename "$dir"/lib/modules/*)"
}

newest_kernel() {
  apt-cache pkgnames linux-image-6.1. | grep -E '^linux-image-6\.1\.0-[0-9]+-amd64$' | sort -V |
    tail -n 1
}

# unpack DIR PACKAGE...: what is in packages whose installation would start a server.
unpack() {
  local dir=$1 package
  shift
  [ -d "$dir" ] && return 0
  rm -rf "$dir.part" && mkdir -p "$dir.part"
  # As root, apt fetches as a user who cannot write here; that is only a warning.
  (cd "$dir.part" && { apt-get download "$@" ||
    { as_root apt-get update -q && apt-get download "$@"; }; }) || return 1
  for package in "$dir.part"/*.deb; do dpkg-deb -x "$package" "$dir.part" || return 1; done
  rm "$dir.part"/*.deb && mv "$dir.part" "$dir"
}

# build_tree DIR [CMAKE_OPTION...]
build_tree() {
  local dir=$1
  shift
  cmake -G Ninja -S . -B "$dir" "$@" && ninja -C "$dir"
}
