#pragma once

#include <bitset>
#include <cstddef>

namespace pinion::model {

/// The rules of engine/README.md, "Durability rules", each of which can be taken away.
enum class Rule : unsigned char {
    idempotent_input,           ///< apply ignores a number that is not above the session's last
    command_before_number,      ///< into the command ring first, then the inbound number advances
    log_before_output,          ///< nothing is released that is not in the sequenced log
    slot_freed_after_log,       ///< a command leaves its ring when it is in the log
    log_kept_until_durable,     ///< a full log stops sequencing
    release_when_durable,       ///< "sync": nothing is released before the journal has it
    rewrite_after_failed_sync,  ///< what a failed sync covered is written again
    rings_outlive_gateways,     ///< a new gateway adopts the ring of the dead one
    release_what_was_logged,    ///< a new engine releases what the old one logged only
    overwrite_after_output_log, ///< a report slot is used again when the output log has its report
    catch_up_from_output_log,   ///< a lapped gateway reads the output log
    snapshot_behind_output_log, ///< a snapshot never passes what the output log holds durably
    one_commit,                 ///< message and report position are recorded by one stamp
    record_before_send,
    reset_raises_epoch,
    reset_keeps_positions,
    reset_is_synced, ///< before its Logon is answered
    /// After the loss of the host:
    inbound_from_engine,    ///< expect the engine's last number + 1
    inbound_by_epoch,       ///< or 1, if the engine has nothing of the store's epoch yet
    outbound_from_mark,     ///< send above every number that may have been used
    marked_as_repeated,     ///< 97=Y on reports that may have been told
    output_log_is_cut,      ///< "async": reports of commands that are gone are cut off
    reports_above_mark,     ///< "async": ExecIDs and report positions begin above those ever used
    only_the_engine_answers ///< a gateway waits for its engine instead of refusing for it
};

inline constexpr std::size_t rule_count =
    static_cast<std::size_t>(Rule::only_the_engine_answers) + 1;

enum class Durability : unsigned char { async, sync };

/// What holds in an exploration.
class Rules {
  public:
    explicit Rules(Durability durability) : durability_(durability) { in_force_.set(); }

    [[nodiscard]] Rules without(Rule rule) const {
        Rules fewer = *this;
        fewer.in_force_.reset(static_cast<std::size_t>(rule));
        return fewer;
    }

    [[nodiscard]] bool hold(Rule rule) const {
        return in_force_.test(static_cast<std::size_t>(rule));
    }

    [[nodiscard]] bool is_sync() const { return durability_ == Durability::sync; }

  private:
    std::bitset<rule_count> in_force_;
    Durability durability_;
};

} // namespace pinion::model
