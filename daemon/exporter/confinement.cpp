// A seccomp filter in classic BPF. Owns nothing; acts on the calling process.
#include "daemon/exporter/confinement.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace evenkeel::exporter {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif

constexpr std::array kDenied {
  SYS_execve, SYS_execveat, SYS_clone, SYS_socket, SYS_socketpair, SYS_connect, SYS_bind,
      SYS_listen, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_tkill,
      SYS_tgkill, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns,
      SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_bpf, SYS_perf_event_open,
      SYS_keyctl, SYS_add_key, SYS_request_key, SYS_userfaultfd, SYS_renameat2, SYS_unlinkat,
      SYS_mkdirat, SYS_linkat, SYS_symlinkat, SYS_fchmodat, SYS_fchownat, SYS_truncate, SYS_mknodat,
      SYS_pidfd_send_signal,
#if defined(__x86_64__)
      SYS_fork, SYS_vfork, SYS_creat, SYS_rename, SYS_unlink, SYS_mkdir, SYS_rmdir, SYS_link,
      SYS_symlink, SYS_chmod, SYS_chown, SYS_mknod,
#endif
};

constexpr std::uint32_t kDeny = SECCOMP_RET_ERRNO | EPERM;
// The C library falls back to clone and openat when the kernel seems not to know these.
constexpr std::uint32_t kUnknown = SECCOMP_RET_ERRNO | ENOSYS;
constexpr std::uint32_t kWriting = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;

constexpr std::uint32_t number_offset() { return offsetof(seccomp_data, nr); }
constexpr std::uint32_t architecture_offset() { return offsetof(seccomp_data, arch); }
// The low half: flags have no bits above.
constexpr std::uint32_t argument_offset(std::size_t index) {
  const std::size_t low_half = std::endian::native == std::endian::big ? 4 : 0;
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + 8 * index + low_half);
}

sock_filter load(std::uint32_t offset) {
  return {.code = BPF_LD | BPF_W | BPF_ABS, .jt = 0, .jf = 0, .k = offset};
}
sock_filter give(std::uint32_t verdict) {
  return {.code = BPF_RET | BPF_K, .jt = 0, .jf = 0, .k = verdict};
}
// Goes on with the next instruction when equal, else skips some.
sock_filter unless_equal_skip(std::uint32_t value, std::uint8_t skip) {
  return {.code = BPF_JMP | BPF_JEQ | BPF_K, .jt = 0, .jf = skip, .k = value};
}
sock_filter unless_any_bit_skip(std::uint32_t bits, std::uint8_t skip) {
  return {.code = BPF_JMP | BPF_JSET | BPF_K, .jt = 0, .jf = skip, .k = bits};
}

void deny(std::vector<sock_filter>& program, long number, std::uint32_t verdict) {
  program.push_back(unless_equal_skip(static_cast<std::uint32_t>(number), 1));
  program.push_back(give(verdict));
}

// The call is denied when its flags, an argument of it, ask for more than reading.
void deny_writing(std::vector<sock_filter>& program, long number, std::size_t flags_argument) {
  program.push_back(unless_equal_skip(static_cast<std::uint32_t>(number), 4));
  program.push_back(load(argument_offset(flags_argument)));
  program.push_back(unless_any_bit_skip(kWriting, 1));
  program.push_back(give(kDeny));
  program.push_back(give(SECCOMP_RET_ALLOW));
}

std::vector<sock_filter> filter_program() {
  std::vector<sock_filter> program;
  // Numbers of another architecture mean other calls.
  program.push_back(load(architecture_offset()));
  program.push_back({.code = BPF_JMP | BPF_JEQ | BPF_K, .jt = 1, .jf = 0, .k = kArchitecture});
  program.push_back(give(kDeny));
  program.push_back(load(number_offset()));
#if defined(__x86_64__)
  // The x32 calls, by which a list of numbers could be walked around.
  program.push_back({.code = BPF_JMP | BPF_JGE | BPF_K, .jt = 0, .jf = 1, .k = 0x40000000U});
  program.push_back(give(kDeny));
#endif
  for (const auto number : kDenied) deny(program, number, kDeny);
  deny(program, SYS_clone3, kUnknown);
  deny(program, SYS_openat2, kUnknown);
  deny_writing(program, SYS_openat, 2);
#if defined(__x86_64__)
  deny_writing(program, SYS_open, 1);
#endif
  program.push_back(give(SECCOMP_RET_ALLOW));
  return program;
}

}  // namespace

Result<void> confine() {
  if (kArchitecture == 0) return failure(ENOSYS, "confine the exporter: unknown architecture");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno_failure("give up new privileges");
  auto program = filter_program();
  const sock_fprog filter{.len = static_cast<unsigned short>(program.size()),
                          .filter = program.data()};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
    return errno_failure("install the exporter's system call filter");
  }
  return {};
}

}  // namespace evenkeel::exporter
