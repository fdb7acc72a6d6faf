#pragma once

#include "fix-gateway/gateway/gateway_options.h"
#include "fix-gateway/gateway/link_access.h"
#include "fix-gateway/gateway/report_log.h"
#include "fix-gateway/gateway/report_stream.h"
#include "shm/layout/link_segment.h"
#include "shm/messages/report.h"
#include "shm/segment.h"
#include "shm/spsc_ring.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace pinion::fix {

/// One engine as the gateway sees it: there or not, a ring to write commands into and a ring of
/// reports to read. An engine that goes keeps its rings until a new one comes: the reports in them
/// are still read.
///
/// While a durable engine is away nobody else may answer for it: what is in its ring may be
/// executed yet. It has no room then, and a command that was on its way stays, in the ring of a
/// dead engine for its successor, or here if the ring is gone. A command that the engine has had
/// already it will know by its number.
///
/// Thread safety: none; the gateway's thread. Errors: none; an engine that cannot be had is not
/// there, and `fault` says why.
class EngineLink {
  public:
    /// Tells the last report of a ring that is safely recorded; 0: none.
    using LastRecorded = std::function<std::uint64_t(std::uint16_t engine, std::uint32_t ring)>;

    EngineLink(const GatewayOptions& options, EnginePeer peer, LastRecorded last_recorded);

    enum class Change : std::uint8_t { none, came, went };

    /// Looks whether the engine is there. System calls: every 200 ms or so is enough.
    [[nodiscard]] Change watch();

    /// Whether the engine takes commands, as far as this side can see.
    [[nodiscard]] bool is_open() const {
        return engine_epoch_ != 0 && rings_ &&
               rings_->view.header().engine_epoch.load(std::memory_order_acquire) == engine_epoch_;
    }

    [[nodiscard]] bool is_durable() const { return peer_.durability != shm::Durability::none; }

    /// Whether `count` commands fit the ring now (all of it, if it is smaller), and the reports
    /// that they cause will not overwrite unread ones. While the engine is not there: never, if it
    /// is durable; else yes, as nothing will be written.
    [[nodiscard]] bool has_room(std::uint64_t count);

    /// Takes a command; false if the ring is full or the engine not there. Always true of a durable
    /// engine.
    [[nodiscard]] bool send(const shm::Command& command);

    /// Writes a command as soon as there is room, before all others.
    void announce(const shm::Command& command);

    /// The oldest report not yet taken with `pop`; null if there is none.
    [[nodiscard]] const shm::Report* front();

    void pop() { rings_->reports.pop(); }

    /// Number of the report that `front` shows: it counts through all rings of a durable engine,
    /// else in this one.
    [[nodiscard]] std::uint64_t report_sequence() const { return rings_->reports.last(); }

    /// The reports, if there are any rings to read them from.
    [[nodiscard]] ReportStream* reports() { return rings_ ? &rings_->reports : nullptr; }

    /// What the engine had of a session's messages when it started; while it is there.
    [[nodiscard]] shm::SessionProgress progress(std::uint16_t session) const;

    /// The last report that it knew of then.
    [[nodiscard]] std::uint64_t reports_recovered() const {
        return rings_->view.header().reports_recovered.load(std::memory_order_acquire);
    }

    [[nodiscard]] const EnginePeer& peer() const { return peer_; }

    [[nodiscard]] std::uint32_t engine_epoch() const { return engine_epoch_; }

    [[nodiscard]] const std::array<std::uint64_t, 2>& cl_ord_id_key() const { return key_; }

    /// A number that names the ring's memory: reports of another ring are other reports, but for
    /// durable engines, whose number is 0.
    [[nodiscard]] std::uint32_t ring() const { return rings_ ? rings_->number : 0; }

    /// Why the engine cannot be had, or its reports cannot be read.
    [[nodiscard]] const std::string& fault() const {
        return fault_.empty() ? report_log_.fault() : fault_;
    }

  private:
    struct Rings {
        Rings(shm::Segment opened, std::uint32_t ring_number, std::uint64_t next_report,
              ReportLog* log);

        shm::Segment segment;
        shm::LinkView view;
        shm::SpscWriter<shm::Command> commands;
        ReportStream reports;
        std::uint32_t number; ///< of the ring of reports
    };

    void attach();
    void leave_rings();
    [[nodiscard]] std::uint32_t epoch_now() const;
    void read_key();
    [[nodiscard]] bool keeps_its_promise();
    void introduce_process();
    [[nodiscard]] bool is_behind();
    void send_left();

    std::string instance_;
    std::uint64_t process_; ///< a number that no other gateway process has
    std::uint16_t gateway_;
    EnginePeer peer_;
    LastRecorded last_recorded_;
    std::optional<Rings> rings_;
    std::uint32_t engine_epoch_ = 0;
    std::array<std::uint64_t, 2> key_{};
    std::deque<shm::Command> left_;      ///< of a durable engine: what no engine took yet
    std::deque<shm::Command> announced_; ///< at most a few for each session
    ReportLog report_log_;
    bool is_behind_ = false;
    std::uint32_t looks_ = 0; ///< questions whether we are behind
    std::string fault_;
};

} // namespace pinion::fix
