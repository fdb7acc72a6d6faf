#pragma once

#include "fix-gateway/gateway/report_log.h"
#include "fix-gateway/store/store_disk.h"
#include "shm/fixed_text.h"
#include "shm/layout/durability.h"
#include "shm/layout/instrument_record.h"
#include "shm/sys/host_identity.h"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pinion::fix {

/// An engine that the gateway talks to, as the config describes it.
struct EnginePeer {
    std::uint16_t id;                               ///< in names of segments and in OrderIDs
    std::vector<shm::InstrumentRecord> instruments; ///< in the order of its directory
    std::uint64_t venue_hash = 0;                   ///< shm/layout/link_segment.h
    shm::Durability durability = shm::Durability::none;
    std::string directory = {}; ///< of its output logs, unless durability is none
};

/// What an engine tells a gateway, whose reports are copied.
struct CopiedLink {
    std::uint16_t engine;  ///< index in the list of engines of the gateway that copies
    std::uint16_t gateway; ///< id
};

/// Whose execution reports a drop-copy session receives.
struct DropCopyOptions {
    bool everything = false;
    std::vector<std::uint16_t> sessions;    ///< by their index in the venue
    std::vector<shm::AccountName> accounts; ///< whoever trades for them
    std::vector<CopiedLink> links;          ///< where all that is to be found
};

/// A client that may log on here.
struct ClientOptions {
    std::uint16_t index;        ///< of the session in the venue
    std::string comp_id;        ///< the client's
    std::string target_comp_id; ///< ours
    shm::AccountName account;   ///< of orders that name none
    int sending_time_digits = 3;
    bool reset_on_logon = false;
    std::optional<bool> cancel_on_disconnect = std::nullopt; ///< nothing: as its Logon says
    std::optional<DropCopyOptions> drop_copy = std::nullopt; ///< then it sends no orders
};

/// What a gateway's process is made of.
struct GatewayOptions {
    std::string instance = "pinion";
    std::uint16_t id = 1;    ///< in names of segments
    std::uint16_t index = 0; ///< in messages
    std::string host = "127.0.0.1";
    std::uint16_t port = 0; ///< 0: the system picks one
    std::uint32_t logon_timeout_ms = 5000;
    std::size_t frame_max_bytes = 8192;
    std::vector<EnginePeer> engines; ///< at least one
    std::vector<ClientOptions> clients;
    std::vector<std::string> session_names; ///< CompIDs of the venue's clients by their index
    std::string state_directory;            ///< of the FIX stores; made if it is not there
    StoreDisk* store_disk = &host_disk();
    OpenDirectory open_output_log = open_directory;
    std::uint64_t boot_id = shm::boot_id();
    std::string dictionary_xml; ///< config/FIX44.xml
    std::string group;          ///< of the counters; empty: the creator's
    ::mode_t mode = 0600;       ///< of the same
};

} // namespace pinion::fix
