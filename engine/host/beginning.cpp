#include "engine/host/beginning.h"

#include "engine/host/links.h"
#include "engine/host/log_recovery.h"
#include "engine/host/output_log.h"
#include "engine/host/plain_log.h"
#include "engine/host/report_collector.h"
#include "engine/options_fingerprint.h"
#include "engine/recovery/journal_source.h"
#include "engine/recovery/recovery.h"
#include "engine/recovery/recovery_error.h"
#include "engine/venue.h"
#include "shm/layout/engine_segment.h"
#include "shm/layout/segment_names.h"
#include "shm/record_log/payloads.h"
#include "shm/sys/clock.h"
#include "shm/sys/host_identity.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace pinion::engine {

namespace {

std::optional<shm::Segment> last_engine_of(const HostOptions& options) {
    return open_last_engine(shm::engine_segment_name(options.instance, options.engine.engine_id));
}

/// Whether the log in it is the end of a journal's history.
bool promised_durability(const shm::Segment& engine) {
    return shm::EngineView(engine.payload()).header().durability != shm::Durability::none;
}

EngineOptions with_epoch(EngineOptions options, std::uint32_t engine_epoch) {
    options.engine_epoch = engine_epoch;
    return options;
}

class GoingOn {
  public:
    GoingOn(const HostOptions& options, DurableFiles& files, const StepObserver& after)
        : options_(options), files_(files), after_(after), last_engine_(last_engine_of(options)),
          collector_(nobody_lacks()) {
        if (last_engine_ && !promised_durability(*last_engine_)) last_engine_.reset();
    }

    Beginning run(shm::Counter& commands_dropped) {
        make_history_again();
        require_one_history();
        choose_origin();
        if (!recovered_.unsynced.empty() || !is_origin_known()) write_journal(recovered_.unsynced);
        done("journal");
        bring_output_logs_up_to_date();
        done("output logs");
        if (is_host_lost()) lose_host();
        done("host loss");
        take_links_over(commands_dropped);
        done("links");
        tell_story();
        return std::move(result_);
    }

  private:
    void done(std::string_view step) const {
        if (after_) after_(step);
    }

    /// By gateway, the last report that both its output log and its ring have; of gateways that are
    /// not there nobody lacks anything.
    std::vector<std::uint64_t> nobody_lacks() {
        std::vector<std::uint64_t> known(options_.engine.gateways_max,
                                         std::numeric_limits<std::uint64_t>::max());
        for (const GatewayPeer& peer : options_.gateways) {
            const auto left = reports_left_in_link(options_, peer);
            const OutputLog& log =
                output_logs_.emplace_back(options_, peer, *files_.outputs.at(peer.id),
                                          left ? std::optional(left->synced) : std::nullopt);
            known.at(peer.index) = log.last();
            told_until_.push_back(log.last());
            if (left) {
                known[peer.index] = std::min(known[peer.index], left->in_ring);
                told_until_.back() = std::max(told_until_.back(), left->in_ring);
            }
        }
        return known;
    }

    void make_history_again() {
        const EngineOptions options =
            with_epoch(options_.engine, next_engine_epoch(0, shm::utc_now_ns()));
        std::optional<shm::EngineView> last_segment;
        if (last_engine_) last_segment.emplace(last_engine_->payload());
        recovered_ = recover({.options = options,
                              .instance = options_.instance,
                              .journal = *files_.journal,
                              .snapshots = *files_.snapshots,
                              .boot_id = options_.boot_id,
                              .last_segment = last_segment},
                             collector_);
        result_.point = recovered_.point;
        result_.journal_place = recovered_.journal_place;
    }

    [[nodiscard]] MatchingEngine& engine() { return *recovered_.engine; }

    void choose_origin() {
        shm::LogOrigin& origin = result_.origin;
        const auto& last = recovered_.journal_origin;
        is_host_lost_ =
            last && (last->boot_id != options_.boot_id ||
                     last->engine_epoch != engine().engine_epoch() || has_told_more_than_history());
        origin.engine_epoch = engine().engine_epoch();
        if (is_host_lost_)
            origin.engine_epoch = next_engine_epoch(
                std::max(last->engine_epoch, origin.engine_epoch), shm::utc_now_ns());
        origin.boot_id = options_.boot_id;
        origin.options_fingerprint = options_fingerprint(options_.engine);
        origin.cl_ord_id_key =
            last ? last->cl_ord_id_key : std::array{shm::random_id(), shm::random_id()};
    }

    /// As if a host were lost: somebody removed the end of the history.
    [[nodiscard]] bool has_told_more_than_history() {
        for (std::size_t i = 0; i < options_.gateways.size(); ++i)
            if (told_until_[i] > engine().report_sequence(options_.gateways[i].index)) return true;
        return false;
    }

    /// More than a loss of the host can take away.
    void require_one_history() {
        for (std::size_t i = 0; i < output_logs_.size(); ++i) {
            const GatewayPeer& peer = options_.gateways[i];
            const std::uint64_t last = engine().report_sequence(peer.index);
            if (output_logs_[i].last() < last + host_loss_lift &&
                (recovered_.journal_origin || output_logs_[i].last() == 0))
                continue;
            throw RecoveryError("the output log in " + files_.outputs.at(peer.id)->path("") +
                                " is of another history than the journal in " +
                                files_.journal->path("") +
                                ": bring back what is missing, or move all of " +
                                options_.directory + " away to begin anew");
        }
    }

    [[nodiscard]] bool is_host_lost() const { return is_host_lost_; }

    /// The next start must find epoch, key and options in the journal, even if this engine dies
    /// before the journal has a record of it.
    [[nodiscard]] bool is_origin_known() const {
        const auto& last = recovered_.journal_origin;
        return last && last->engine_epoch == result_.origin.engine_epoch &&
               last->options_fingerprint == result_.origin.options_fingerprint;
    }

    void write_journal(const std::vector<shm::LogRecord>& records) {
        PlainLog journal(*files_.journal,
                         journal_identity(options_.engine.engine_id, options_.instance),
                         result_.origin, options_.journal_segment_bytes, result_.journal_place);
        for (const shm::LogRecord& record : records) journal.append(shm::payload_of(record));
        result_.journal_place = journal.sync();
    }

    /// Before numbers are lifted: what is void then could not be told from the rest.
    void bring_output_logs_up_to_date() {
        for (std::size_t i = 0; i < output_logs_.size(); ++i) {
            const std::uint16_t gateway = options_.gateways[i].index;
            output_logs_[i].hold_exactly(collector_.reports(gateway),
                                         engine().report_sequence(gateway), result_.origin);
        }
    }

    void lose_host() {
        shm::LogRecord record{};
        record.sequenced.sequence = result_.point.sequence + 1;
        record.sequenced.time_ns = std::max(result_.point.time_ns + 1, shm::utc_now_ns());
        record.sequenced.command.kind = shm::CommandKind::host_lost;
        record.sequenced.command.engine_epoch = result_.origin.engine_epoch;
        record.engine_epoch = result_.origin.engine_epoch;
        record.ring_position = shm::LogRecord::no_ring;
        write_journal({record});
        engine().apply(record.sequenced, collector_);
        result_.point.sequence = record.sequenced.sequence;
        result_.point.time_ns = record.sequenced.time_ns;
        for (std::size_t i = 0; i < output_logs_.size(); ++i)
            output_logs_[i].hold_exactly({}, engine().report_sequence(options_.gateways[i].index),
                                         result_.origin);
    }

    void take_links_over(shm::Counter& commands_dropped) {
        ToldReports told;
        for (std::uint32_t index = 0; index < options_.engine.gateways_max; ++index) {
            const auto gateway = static_cast<std::uint16_t>(index);
            told.last.push_back(engine().report_sequence(gateway));
            told.reports.push_back(collector_.reports(gateway));
        }
        result_.links = take_links(options_, recover_log(last_engine_), commands_dropped, &told);
        for (std::size_t i = 0; i < result_.links.size(); ++i) {
            LinkEnd& end = result_.links[i]->end();
            end.reports_in_output_log = told.last[options_.gateways[i].index];
            end.reports_synced = told.last[options_.gateways[i].index];
            result_.links[i]->tell_output_log();
            result_.output_places[options_.gateways[i].id] = output_logs_[i].place();
        }
        result_.engine = std::move(recovered_.engine);
    }

    void tell_story() const {
        std::string story;
        for (const std::string& line : recovered_.story) story += line + "; ";
        if (is_host_lost_)
            story += "the host was lost: epoch " + std::to_string(result_.origin.engine_epoch) +
                     " begins; ";
        spdlog::info("recovery: {}next command {}", story, result_.point.sequence + 1);
    }

    const HostOptions& options_;
    DurableFiles& files_;
    const StepObserver& after_;
    std::optional<shm::Segment> last_engine_;
    std::vector<OutputLog> output_logs_;    ///< in the order of the gateways
    std::vector<std::uint64_t> told_until_; ///< likewise
    ReportCollector collector_;
    Recovered recovered_;
    bool is_host_lost_ = false;
    Beginning result_;
};

} // namespace

Beginning begin_anew(const HostOptions& options, shm::Counter commands_dropped) {
    const LogRecovery recovery = recover_log(last_engine_of(options));
    Beginning result;
    result.origin.engine_epoch = next_engine_epoch(recovery.engine_epoch, shm::utc_now_ns());
    result.origin.cl_ord_id_key = {shm::random_id(), shm::random_id()};
    result.engine =
        std::make_unique<MatchingEngine>(with_epoch(options.engine, result.origin.engine_epoch));
    result.links = take_links(options, recovery, commands_dropped);
    for (const auto& link : result.links)
        result.engine->number_reports_from(link->peer().index, link->end().reports.staged());
    return result;
}

Beginning go_on(const HostOptions& options, DurableFiles& files, shm::Counter commands_dropped,
                const StepObserver& after) {
    return GoingOn(options, files, after).run(commands_dropped);
}

} // namespace pinion::engine
