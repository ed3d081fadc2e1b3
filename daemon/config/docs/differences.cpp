// How evenkeel differs from keepalived on purpose. Pure.
#include <array>

#include "daemon/config/docs/notes.h"

namespace evenkeel::config {
namespace {

constexpr std::array kLineForms{
    LineForm{"# text, ! text",
             "A comment, anywhere outside double quotes; \\# and \\! are the "
             "plain characters."},
    LineForm{"\"two words\"", "One word. A quotation mark must be closed on its line."},
    LineForm{"{ }",
             "A block; braces need no blanks around them and may stand on lines of their "
             "own."},
    LineForm{"$NAME=VALUE",
             "A definition; $NAME and ${NAME} stand for it from there on. A value "
             "whose lines end in \\ goes on."},
    LineForm{"${_PWD}, ${_INSTANCE}, ${_RANDOM}, ${_ENV NAME}, ${_HASH}, ${_BANG}", "Predefined."},
    LineForm{"@ID line, @^ID line",
             "The line counts only where the configuration id is ID, or is "
             "not."},
    LineForm{"~SEQ(VAR, START, STEP, END) line, ~SEQx, ~LST(VAR, VALUE…) line",
             "The line again and again, with other values."},
    LineForm{"include, includer, includem, includew, includeb, includea PATTERN",
             "Other files, by name or pattern, relative to the including one."},
};

constexpr std::array kDifferences{
    Difference{"two statements on one line", "the second is lost in silence", "both count",
               "the writer's meaning is evident"},
    Difference{"surplus words after a value", "lost in silence", "not used either, with a warning",
               "a lost word is a mistake that nobody sees"},
    Difference{"lines longer than 1023 bytes", "left out, their rest is read as another line",
               "read up to 64 KiB; a longer one is an error and left out as a whole",
               "half a line means something else"},
    Difference{"`${NAME}` that is not defined, outside quotes",
               "its braces break the blocks around",
               "an error at the place; the name stands without braces",
               "one slip must not shift the meaning of the rest"},
    Difference{"an unknown word with a block", "an error for the word and every line below it",
               "one error; the block is passed over", "one mistake, one message"},
    Difference{"findings", "printed by every process, up to four times, by line",
               "printed once, by line and column, with what to write instead",
               "people and editors read them"},
    Difference{"words after a script's command that name no user", "lost in silence",
               "the command's arguments, with a warning", "the writer's meaning is evident"},
    Difference{"a keyword without its value", "ends the reading, exit code 2",
               "an error; the rest is read", "all findings in one run"},
    Difference{"a word before the one that it needs (`sh-port`, `sorry_server_inhibit`), a tracked "
               "object that is defined further down",
               "an error, not used", "the same error, and in force",
               "the order of words says nothing about what is meant"},
    Difference{"a second virtual_server of one address, a second virtual_server_group of one name",
               "accepted in silence", "a warning that points at both; the first one counts",
               "one of the two would not do what its writer thinks"},
    Difference{"scripts while `enable_script_security` is not set", "exit code 6 of a check",
               "no finding", "what is off was not asked for"},
    Difference{"notify scripts that do not exist", "disabled when the file is read",
               "accepted; a missing one is logged when it should run",
               "it may come later; what is tracked must exist, here as there"},
    Difference{"a route without `dev`", "not tracked, an error", "tracked like any other",
               "who deletes it does not ask for its device"},
    Difference{"a reload with errors", "uses what was understood, or ends the daemon",
               "refused when it brings an error that the running configuration does not have; "
               "nothing changes",
               "a slip of the pen must not cost the service"},
    Difference{"an interface that is missing at the start", "the configuration cannot run",
               "the instance waits in FAULT and comes up when the interface appears",
               "one missing thing concerns one object"},
    Difference{"a weighted tracker under `nopreempt`", "the priority changes and nothing moves",
               "the same, but the check warns, and `keelctl explain` says why the addresses stay",
               "who gives a weight expects it to count"},
    Difference{"a virtual address that somebody deletes", "the master resigns and is elected again",
               "put back at once; the master stays master", "no takeover without need"},
    Difference{
        "what `no_accept` drops",
        "what comes to the addresses and what leaves from them, before IPVS sees it: "
        "virtual services on them do not work",
        "what comes to the addresses and is no virtual service's; by nftables after IPVS, by "
        "iptables before it, with the services let through by name",
        "the machine is not to answer on an address; its services are another matter"},
    Difference{"the rules of `no_accept`",
               "stay when the daemon is killed, and somebody may flush them",
               "a table of nftables that nobody else can change and that goes with the process "
               "(Linux 5.12); else iptables, looked at every five seconds; where there is neither, "
               "the instance goes on and the status says `unenforced`",
               "what was asked for holds, or it is plain that it does not"},
    Difference{"virtual services that somebody changes in the kernel", "stay changed",
               "reconciled: own entries are put back, foreign ones left alone",
               "the table is what the configuration says"},
    Difference{"the death of a process", "addresses or table are taken away and built again",
               "kernel state stays and the successor adopts it",
               "a crash must not cost connections"},
    Difference{"the death of all processes", "addresses stay until somebody removes them",
               "addresses carry a lease (`vip_lease`) and end by themselves",
               "no dead director keeps an address that a living one has taken"},
    Difference{"an orderly stop of a master", "addresses are taken away at once",
               "priority 0 is announced, and traffic is forwarded until another master is heard",
               "planned work costs no connection"},
    Difference{"an orderly stop of a master with `use_vmac`", "addresses are taken away at once",
               "the same: there is no forwarding on until relieved",
               "a switch must not see one MAC at two ports"},
    Difference{"the link of `use_vmac` while the instance is BACKUP",
               "up; firewall rules keep IGMP and MLD from it", "there, but down",
               "what does not stand up is not heard with the virtual MAC"},
    Difference{"the interface below a link of `use_vmac`", "`arp_ignore` 1, `arp_filter` 1",
               "`arp_announce` 2, too",
               "what asks in the name of a virtual address teaches neighbours another MAC"},
    Difference{"`use_vmac` while `all/rp_filter` is set",
               "all interfaces are changed, and `all/rp_filter` set to 0",
               "the link alone is loose (2), which outdoes it",
               "other interfaces are not ours to change"},
    Difference{"`use_ipvlan` without an IPv4 address", "the instance is in FAULT",
               "an error, too, but it sends from the address of its interface",
               "the link works without; one missing thing is named and not made worse"},
    Difference{"an ipvlan of somebody else on the interface of `use_ipvlan`",
               "gets the mode of ours", "a link of another mode is not made beside it: FAULT",
               "other interfaces are not ours to change"},
    Difference{"adverts for an instance with `use_ipvlan`",
               "heard on the link, to which the kernel hands copies in a queue of its own",
               "heard on the interface below, unless they come to the link's address",
               "what decides about a takeover must not wait"},
    Difference{"lines of the notify FIFOs about services",
               "a NUL byte after the newline; one line for a whole `virtual_server_group`",
               "no stray byte; a line for each address of a group",
               "who reads lines wants lines, and each address has a state of its own"},
    Difference{
        "the reader of a notify FIFO", "stopped and started again by a reload",
        "goes on while the configuration says the same of it; one that ends is started again",
        "a reader should know what it has been told"},
    Difference{"`vrrp_track_process` where the kernel tells of no process", "nothing is tracked",
               "all processes are looked at once a second",
               "a network namespace is a place like any other"},
    Difference{"signals", "USR1, USR2 and others write dump files to /tmp",
               "USR1 writes status.json to the runtime directory; everything is asked of `keelctl`",
               "state belongs on a socket with an owner"},
    Difference{"pid files", "written",
               "none; systemd is told, and a lock file in the runtime "
               "directory keeps a second daemon away",
               "pid files lie after a crash"},
};

}  // namespace

std::span<const LineForm> line_forms() { return kLineForms; }
std::span<const Difference> differences() { return kDifferences; }

}  // namespace evenkeel::config
