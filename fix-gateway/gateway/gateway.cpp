#include "fix-gateway/gateway/gateway.h"

#include "fix-gateway/gateway/client.h"
#include "fix-gateway/gateway/drop_copy.h"
#include "fix-gateway/gateway/engines.h"
#include "fix-gateway/gateway/report_delivery.h"
#include "fix-gateway/gateway/session_host.h"
#include "fix-gateway/gateway/store_name.h"
#include "shm/sys/clock.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <utility>
#include <vector>

namespace pinion::fix {

namespace {

constexpr std::int64_t millisecond_ns = 1'000'000;
constexpr std::int64_t tick_interval_ns = 100 * millisecond_ns;
constexpr std::int64_t resend_interval_ns = 5 * millisecond_ns;
constexpr std::int64_t watch_interval_ns = 200 * millisecond_ns;
constexpr std::int64_t drain_wait_ns = 100 * millisecond_ns;
constexpr std::int64_t logout_wait_ns = 500 * millisecond_ns;
constexpr std::int64_t flush_wait_ns = 100 * millisecond_ns;

constexpr std::size_t report_bytes_max = 4096; ///< of any message that we send

using Clients = std::vector<std::unique_ptr<Client>>;

/// The last report of a ring that the client's store holds.
std::uint64_t last_recorded(const Client& client, std::uint16_t engine, std::uint32_t ring) {
    for (const ReportOrigin& origin : client.store().positions())
        if (origin.engine == engine && origin.ring == ring) return origin.report_sequence;
    return 0;
}

/// The furthest report of a ring that any client's store holds: they are recorded in order.
std::uint64_t furthest_recorded(const Clients& clients, std::uint16_t engine, std::uint32_t ring) {
    std::uint64_t last = 0;
    for (const auto& client : clients)
        if (!client->is_drop_copy()) last = std::max(last, last_recorded(*client, engine, ring));
    return last;
}

/// The report up to which all stores are known to hold theirs: when the host was lost, each of them
/// may have lost another part. What a store holds beyond it is not recorded again.
std::uint64_t recorded_by_all(const Clients& clients, std::uint16_t engine) {
    std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
    for (const auto& client : clients)
        if (!client->is_drop_copy() && !client->store().is_new())
            last = std::min(last, last_recorded(*client, engine, 0));
    return last == std::numeric_limits<std::uint64_t>::max() ? 0 : last;
}

bool is_durable(const GatewayOptions& options) {
    return std::any_of(options.engines.begin(), options.engines.end(), [](const EnginePeer& peer) {
        return peer.durability != shm::Durability::none;
    });
}

} // namespace

struct Gateway::Parts {
    FixDictionary dictionary;
    MessageWriter writer{report_bytes_max};
    std::unique_ptr<transport::Transport> transport;
    Engines engines;
    Clients clients;
    ReportDelivery reports;
    std::vector<DropCopy> copies;
    SessionHost host;
    shm::Counters& segment;
    GatewayCounters& counters;
    bool is_waiting = true; ///< for engines, after the loss of the host
    std::int64_t next_resend_ns = 0;
    std::int64_t next_tick_ns = 0;
    std::int64_t next_watch_ns = 0;

    Parts(const GatewayOptions& options, std::unique_ptr<transport::Transport> carrier,
          shm::Counters& counters_segment, GatewayCounters& gateway_counters)
        : dictionary(options.dictionary_xml), transport(std::move(carrier)),
          engines(
              options,
              [this](std::uint16_t engine, std::uint32_t ring) {
                  return ring == 0 ? recorded_by_all(clients, engine)
                                   : furthest_recorded(clients, engine, ring);
              },
              gateway_counters),
          clients(make_clients(options, gateway_counters)),
          reports(engines, clients, gateway_counters),
          copies(make_copies(options, gateway_counters)),
          host({options.frame_max_bytes, options.logon_timeout_ms * millisecond_ns}, *transport,
               engines, clients, gateway_counters),
          segment(counters_segment), counters(gateway_counters) {}

    Clients make_clients(const GatewayOptions& options, GatewayCounters& gateway_counters) {
        std::filesystem::create_directories(options.state_directory);
        Clients made;
        for (const ClientOptions& client : options.clients) {
            const std::string store = store_name(options.instance, client);
            const ClientSurroundings surroundings{
                dictionary,
                engines,
                *transport,
                writer,
                gateway_counters,
                options.index,
                options.state_directory + "/" + store,
                {is_durable(options), options.boot_id, *options.store_disk}};
            made.push_back(std::make_unique<Client>(client, surroundings));
        }
        return made;
    }

    std::vector<DropCopy> make_copies(const GatewayOptions& options,
                                      GatewayCounters& gateway_counters) {
        std::vector<DropCopy> made;
        for (const auto& client : clients)
            if (client->is_drop_copy()) made.emplace_back(options, *client, gateway_counters);
        return made;
    }

    std::uint64_t turn() {
        std::uint64_t work = transport->poll(host) + host.resume_stalled();
        if (!is_waiting) work += deliver();
        const std::int64_t now_ns = shm::monotonic_now_ns();
        if (now_ns >= next_resend_ns) go_on_resending(now_ns);
        if (now_ns >= next_tick_ns) tick(now_ns);
        return work;
    }

    std::uint64_t deliver() {
        std::uint64_t work = reports.deliver();
        for (DropCopy& copy : copies) work += copy.deliver();
        return work;
    }

    void go_on_resending(std::int64_t now_ns) {
        next_resend_ns = now_ns + resend_interval_ns;
        for (const auto& client : clients) client->go_on_resending();
    }

    void tick(std::int64_t now_ns) {
        next_tick_ns = now_ns + tick_interval_ns;
        std::uint64_t logged_on = 0;
        for (const auto& client : clients) {
            client->tick();
            if (client->is_logged_on()) ++logged_on;
        }
        counters.sessions_logged_on.set(logged_on);
        reports.note_positions();
        for (DropCopy& copy : copies) copy.note_positions();
        host.tick(now_ns);
        segment.beat(shm::utc_now_ns());
        if (now_ns >= next_watch_ns) watch(now_ns);
    }

    void watch(std::int64_t now_ns) {
        next_watch_ns = now_ns + watch_interval_ns;
        engines.watch([this](EngineLink& link) {
            for (const auto& client : clients)
                if (client->is_logged_on()) client->introduce(link);
        });
        for (DropCopy& copy : copies) copy.watch();
        if (is_waiting) go_on_after_host_loss();
    }

    void go_on_after_host_loss() {
        const bool are_there = engines.durable_ones_are_there();
        for (const auto& client : clients)
            if (are_there && client->store().awaits_engines() && !client->is_drop_copy())
                client->go_on();
        for (DropCopy& copy : copies) copy.go_on();
        is_waiting = std::any_of(clients.begin(), clients.end(), [](const auto& client) {
            return client->store().awaits_engines();
        });
        host.hold_logons(is_waiting);
    }

    /// Delivers all reports that are there.
    void drain_reports(std::int64_t wait_ns) {
        if (is_waiting) return;
        const std::int64_t end_ns = shm::monotonic_now_ns() + wait_ns;
        while (deliver() != 0 && shm::monotonic_now_ns() < end_ns) {
        }
    }

    /// Nothing of what the stores hold will be lost with the host.
    void complete() {
        reports.note_all_positions();
        for (DropCopy& copy : copies) copy.note_all_positions();
        for (const auto& client : clients)
            if (!client->store().complete())
                spdlog::error("client {}: the store cannot be synced", client->options().comp_id);
    }

    /// Turns until everybody is gone, or the time is over.
    void turn_until_alone(std::int64_t wait_ns) {
        const std::int64_t end_ns = shm::monotonic_now_ns() + wait_ns;
        while (host.has_connections() && shm::monotonic_now_ns() < end_ns)
            if (turn() == 0) transport->wait(millisecond_ns);
    }
};

Gateway::Gateway(const GatewayOptions& options, MakeTransport make_transport,
                 OnListening on_listening)
    : options_(options), make_transport_(std::move(make_transport)),
      on_listening_(std::move(on_listening)),
      segment_(options.instance, "gateway." + std::to_string(options.id), options.group,
               options.mode),
      counters_(segment_) {}

Gateway::~Gateway() = default;

void Gateway::on_start() {
    auto parts = std::make_unique<Parts>(options_, make_transport_(), segment_, counters_);
    {
        const std::lock_guard lock(tending_);
        parts_ = std::move(parts);
    }
    parts_->watch(shm::monotonic_now_ns());
    on_listening_(parts_->transport->listen(options_.host, options_.port));
}

std::uint64_t Gateway::do_work() { return parts_->turn(); }

void Gateway::tend() {
    const std::lock_guard lock(tending_);
    if (parts_ == nullptr) return;
    bool is_done = true;
    for (const auto& client : parts_->clients) is_done = client->store().tend() && is_done;
    if (is_done == disk_refuses_)
        spdlog::log(is_done ? spdlog::level::info : spdlog::level::err,
                    is_done ? "the FIX stores grow again"
                            : "the FIX stores cannot be grown or synced: is the disk full?");
    disk_refuses_ = !is_done;
}

void Gateway::on_close() {
    parts_->drain_reports(drain_wait_ns);
    parts_->host.close_doors();
    for (const auto& client : parts_->clients) client->log_out("The gateway stops");
    parts_->turn_until_alone(logout_wait_ns);
    parts_->host.cut_all();
    parts_->turn_until_alone(flush_wait_ns);
    parts_->complete();
    const std::lock_guard lock(tending_);
    parts_.reset();
}

} // namespace pinion::fix
