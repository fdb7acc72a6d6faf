#include "shm/counters.h"

#include "shm/layout/layout_hash.h"
#include "shm/layout/segment_names.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>

namespace pinion::shm {

namespace {

struct CounterEntry {
    char name[cache_line_bytes]; ///< ends in zero bytes; written before `count` covers the entry
    alignas(cache_line_bytes) std::atomic<std::uint64_t> value;
};

static_assert(sizeof(CounterEntry) == 2 * cache_line_bytes);
static_assert(counter_name_max < sizeof(CounterEntry::name));

struct CounterTable {
    alignas(cache_line_bytes) std::atomic<std::uint64_t> count;
    CounterEntry entries[counters_max];
};

static_assert(sizeof(CounterTable) == counters_payload_bytes);

constexpr std::uint64_t table_hash =
    layout_hash({sizeof(CounterTable), sizeof(CounterEntry), counters_max});

CounterTable& table_in(const Segment& segment) {
    return *reinterpret_cast<CounterTable*>(segment.payload().data());
}

std::string_view name_of(const CounterEntry& entry) {
    return {entry.name, ::strnlen(entry.name, counter_name_max)};
}

bool is_name_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' ||
           letter == '.';
}

bool is_printable(char letter) { return letter >= ' ' && letter <= '~'; }

/// A name, or a name and its labels: nothing that could harm a terminal or a scraper.
bool is_name(std::string_view text) {
    const std::size_t brace = std::min(text.find('{'), text.size());
    const std::string_view name = text.substr(0, brace);
    const std::string_view labels = text.substr(brace);
    return !name.empty() && std::all_of(name.begin(), name.end(), is_name_letter) &&
           std::all_of(labels.begin(), labels.end(), is_printable) &&
           (labels.empty() || labels.back() == '}');
}

} // namespace

Counters::Counters(const std::string& instance, const std::string& process,
                   const std::string& group, ::mode_t mode)
    : segment_(Segment::create(
          {counters_segment_name(instance, process), SegmentKind::counters, table_hash,
           sizeof(CounterTable), group, mode},
          [](std::span<std::byte> payload) { new (payload.data()) CounterTable{}; })) {}

Counters::~Counters() { segment_.unlink(); }

Counter Counters::counter(std::string_view name) {
    if (name.size() > counter_name_max)
        throw std::length_error("counter name too long: " + std::string(name));
    if (!is_name(name)) throw std::invalid_argument("not a counter's name: " + std::string(name));

    CounterTable& table = table_in(segment_);
    const std::uint64_t count = table.count.load(std::memory_order_relaxed);
    for (std::uint64_t i = 0; i < count; ++i)
        if (name_of(table.entries[i]) == name) return Counter(table.entries[i].value);
    if (count == counters_max)
        throw std::length_error("no room for another counter: " + std::string(name));

    name.copy(table.entries[count].name, counter_name_max);
    table.count.store(count + 1, std::memory_order_release);
    return Counter(table.entries[count].value);
}

CountersReader::CountersReader(const std::string& instance, const std::string& process)
    : segment_(Segment::open(counters_segment_name(instance, process), SegmentKind::counters,
                             table_hash, SegmentAccess::read_only)) {
    if (segment_.payload().size() < sizeof(CounterTable))
        throw SegmentError(SegmentError::Code::damaged,
                           segment_.name() + " is too small for its counters: restart its owner");
}

std::vector<CounterValue> CountersReader::read() const {
    const CounterTable& table = table_in(segment_);
    const std::uint64_t count =
        std::min<std::uint64_t>(table.count.load(std::memory_order_acquire), counters_max);
    std::vector<CounterValue> values;
    values.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        std::string name(name_of(table.entries[i]));
        if (is_name(name))
            values.push_back(
                {std::move(name), table.entries[i].value.load(std::memory_order_relaxed)});
    }
    return values;
}

bool CountersReader::is_alive() const { return segment_.is_locked(SegmentRole::owner); }

std::int64_t CountersReader::heartbeat_ns() const {
    return segment_.header().heartbeat_ns.load(std::memory_order_relaxed);
}

} // namespace pinion::shm
