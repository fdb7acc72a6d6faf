#pragma once

#include "shm/messages/control_command.h"
#include "shm/messages/report.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pinion::shm {

/// The answer to a ControlCommand. It lies where a Report lies, as the command does. Rows of a list
/// come first, then exactly one that is final, with `report_flags::last_of_mass`: reason none means
/// that it was done.
///
///  byte    0      1        2       7       8       12               16      24        32     40
///          | kind | action | scope | flags | epoch | session, gate. | seq.  | command | time |
///          number
///  byte   48        160     168          172      174       176       188        192    232
///          | payload | spare | instrument | reason | answers | request | affected | name | account
struct ControlReport {
    ReportKind kind;
    ControlAction action;
    ControlScope scope;
    std::uint8_t spare_0[4];
    std::uint8_t flags; ///< bits of namespace report_flags
    std::uint32_t engine_epoch;
    std::uint16_t session; ///< of whom it tells, and nobody to whom it goes
    std::uint16_t gateway;
    std::uint64_t report_sequence;
    std::uint64_t command_sequence;
    std::int64_t time_ns;
    std::uint64_t number;                                             ///< the action's own
    std::array<std::byte, ControlCommand::payload_max_bytes> payload; ///< of rows
    std::uint64_t spare_1;
    std::uint32_t instrument;
    RejectReason reason;
    CommandKind answers;
    std::uint8_t spare_2;
    std::uint32_t request; ///< the command's
    std::uint32_t spare_3[2];
    std::uint32_t total_affected; ///< orders that were canceled, rows that were told
    OperatorName operator_name;   ///< the command's
    std::uint64_t spare_4[3];
    AccountName account;
};

static_assert(std::is_trivially_copyable_v<ControlReport>);
static_assert(std::has_unique_object_representations_v<ControlReport>);
static_assert(sizeof(ControlReport) == sizeof(Report));
static_assert(offsetof(ControlReport, flags) == offsetof(Report, flags));
static_assert(offsetof(ControlReport, engine_epoch) == offsetof(Report, engine_epoch));
static_assert(offsetof(ControlReport, session) == offsetof(Report, session));
static_assert(offsetof(ControlReport, gateway) == offsetof(Report, gateway));
static_assert(offsetof(ControlReport, report_sequence) == offsetof(Report, report_sequence));
static_assert(offsetof(ControlReport, command_sequence) == offsetof(Report, command_sequence));
static_assert(offsetof(ControlReport, time_ns) == offsetof(Report, time_ns));
static_assert(offsetof(ControlReport, instrument) == offsetof(Report, instrument));
static_assert(offsetof(ControlReport, reason) == offsetof(Report, reason));
static_assert(offsetof(ControlReport, answers) == offsetof(Report, answers));
static_assert(offsetof(ControlReport, request) == offsetof(Report, msg_seq_num));
static_assert(offsetof(ControlReport, total_affected) == offsetof(Report, total_affected));
static_assert(offsetof(ControlReport, account) == offsetof(Report, account));

/// The two views of one message.
[[nodiscard]] inline ControlReport control_of(const Report& report) {
    return std::bit_cast<ControlReport>(report);
}

[[nodiscard]] inline Report report_of(const ControlReport& control) {
    return std::bit_cast<Report>(control);
}

} // namespace pinion::shm
