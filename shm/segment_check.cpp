#include "shm/segment_check.h"

#include <cstring>
#include <sstream>

namespace pinion::shm {

namespace {

constexpr auto* restart_advice = "restart its owner with this version of Pinion";
constexpr auto* remove_advice = "if no process uses it, remove it";

std::string text_of(SegmentKind kind) {
    switch (kind) {
    case SegmentKind::engine: return "engine";
    case SegmentKind::link: return "link";
    case SegmentKind::feed: return "feed";
    case SegmentKind::counters: return "counters";
    }
    return "unknown kind " + std::to_string(static_cast<std::uint32_t>(kind));
}

/// Says "segment NAME: WHAT is FOUND, expected EXPECTED; ADVICE".
class Complaint {
  public:
    Complaint(const std::string& name, SegmentError::Code code) : name_(name), code_(code) {}

    template <class Found, class Expected>
    void unless_equal(const char* what, const Found& found, const Expected& expected,
                      const char* advice) const {
        if (found == expected) return;
        std::ostringstream text;
        text << std::showbase << "segment /dev/shm/" << name_ << ": " << what << " is " << found
             << ", expected " << expected << "; " << advice;
        throw SegmentError(code_, text.str());
    }

  private:
    const std::string& name_;
    SegmentError::Code code_;
};

std::string hex(std::uint64_t number) {
    std::ostringstream text;
    text << "0x" << std::hex << number;
    return text.str();
}

} // namespace

void require_segment(const std::string& name, std::span<const std::byte> memory,
                     const SegmentExpectation& expected) {
    const Complaint damaged(name, SegmentError::Code::damaged);
    const Complaint wrong_layout(name, SegmentError::Code::wrong_layout);
    if (memory.size() < segment_header_bytes)
        throw SegmentError(SegmentError::Code::damaged,
                           "segment /dev/shm/" + name + " is truncated: it has " +
                               std::to_string(memory.size()) + " bytes, a header alone takes " +
                               std::to_string(segment_header_bytes) + "; " + remove_advice);

    // One copy: what is checked cannot change under the checks.
    struct {
        std::uint64_t magic;
        std::uint32_t layout_version;
        SegmentKind kind;
        std::uint64_t layout_hash;
        std::uint64_t size_bytes;
    } header;

    static_assert(sizeof(header) == offsetof(SegmentHeader, instance_id));
    std::memcpy(&header, memory.data(), sizeof(header));

    damaged.unless_equal("magic", hex(header.magic), hex(segment_magic), remove_advice);
    wrong_layout.unless_equal("layout version", header.layout_version, segment_layout_version,
                              restart_advice);
    wrong_layout.unless_equal("kind", text_of(header.kind), text_of(expected.kind),
                              "check the instance and ids in the config");
    damaged.unless_equal("size", memory.size(), header.size_bytes, remove_advice);
    if (expected.layout_hash != 0)
        wrong_layout.unless_equal("layout hash", hex(header.layout_hash), hex(expected.layout_hash),
                                  "all programs of a venue must be of one version and read one "
                                  "config; restart them");
    if (expected.payload_bytes != 0)
        wrong_layout.unless_equal("payload", memory.size() - segment_header_bytes,
                                  expected.payload_bytes, restart_advice);
}

} // namespace pinion::shm
