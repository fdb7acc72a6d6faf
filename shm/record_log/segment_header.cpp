#include "shm/record_log/segment_header.h"

#include "shm/record_log/crc32c.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace pinion::shm {

namespace {

constexpr std::size_t number_digits = 10;
constexpr std::string_view suffix = ".log";

std::string versus(const std::string& what, auto found, auto expected) {
    return what + " is " + std::to_string(found) + ", expected " + std::to_string(expected);
}

std::uint32_t checksum(const LogSegmentHeader& header) {
    LogSegmentHeader without = header;
    without.crc = 0;
    return crc32c(block_of(without));
}

std::string_view instance_of(const LogSegmentHeader& header) {
    return {header.instance, ::strnlen(header.instance, sizeof(header.instance))};
}

/// Numbers that are sealed by the checksum, but that a faulty writer could have put there.
bool is_plausible(const LogSegmentHeader& header) {
    return header.sequence_before < header.first_sequence &&
           header.segment_bytes >= log_block_bytes && header.segment_bytes % log_block_bytes == 0 &&
           header.capacity() > 0 &&
           header.first_sequence + header.capacity() > header.first_sequence;
}

} // namespace

LogSegmentHeader make_segment_header(const LogIdentity& identity, const LogOrigin& origin,
                                     const SegmentPlace& place, std::uint64_t segment_bytes) {
    if (identity.instance.size() > log_instance_max)
        throw std::length_error("an instance's name in a log has at most " +
                                std::to_string(log_instance_max) + " bytes: " + identity.instance);
    LogSegmentHeader header{};
    header.magic = LogSegmentHeader::magic_value;
    header.version = LogSegmentHeader::version_value;
    header.kind = identity.kind;
    header.payload_bytes = static_cast<std::uint32_t>(payload_bytes_of(identity.kind));
    header.engine = identity.engine;
    header.gateway = identity.gateway;
    header.engine_epoch = origin.engine_epoch;
    header.number = place.number;
    header.sequence_before = place.sequence_before;
    header.first_sequence = place.first_sequence;
    header.chain_before = place.chain_before;
    header.segment_bytes = segment_bytes;
    header.boot_id = origin.boot_id;
    header.options_fingerprint = origin.options_fingerprint;
    std::copy(origin.cl_ord_id_key.begin(), origin.cl_ord_id_key.end(), header.cl_ord_id_key);
    std::copy(identity.instance.begin(), identity.instance.end(), header.instance);
    header.crc = checksum(header);
    return header;
}

std::array<std::byte, log_block_bytes> block_of(const LogSegmentHeader& header) {
    std::array<std::byte, log_block_bytes> block{};
    std::memcpy(block.data(), &header, sizeof(header));
    return block;
}

std::string read_segment_header(std::span<const std::byte, log_block_bytes> block,
                                const LogIdentity& identity, std::uint64_t number,
                                LogSegmentHeader& header) {
    std::memcpy(&header, block.data(), sizeof(header));
    if (header.magic != LogSegmentHeader::magic_value) return "it does not begin as a log";
    if (header.version != LogSegmentHeader::version_value)
        return versus("its version", header.version, LogSegmentHeader::version_value) +
               "; read it with the Pinion that wrote it";
    if (checksum(header) != header.crc || !is_blank(block.subspan<sizeof(LogSegmentHeader)>()))
        return "its header's checksum is wrong";
    if (header.kind != identity.kind || header.payload_bytes != payload_bytes_of(identity.kind))
        return "it is another kind of log";
    if (header.engine != identity.engine)
        return versus("its engine", header.engine, identity.engine);
    if (header.gateway != identity.gateway)
        return versus("its gateway", header.gateway, identity.gateway);
    if (instance_of(header) != identity.instance)
        return "it belongs to venue \"" + std::string(instance_of(header)) + "\", not \"" +
               identity.instance + '"';
    if (header.number != number) return versus("its number", header.number, number);
    if (!is_plausible(header)) return "its header's numbers cannot be";
    return "";
}

bool is_blank(std::span<const std::byte> bytes) {
    return bytes.empty() || (bytes.front() == std::byte{} &&
                             std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

std::string segment_file_name(std::uint64_t number) {
    std::string digits = std::to_string(number);
    digits.insert(0, number_digits - std::min(number_digits, digits.size()), '0');
    return digits.append(suffix);
}

std::uint64_t segment_number(const std::string& name) {
    std::uint64_t number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    return number != 0 && segment_file_name(number) == name ? number : 0;
}

} // namespace pinion::shm
