#include "fix-gateway/session/quickfix_store.h"

#include <algorithm>
#include <limits>

namespace pinion {
namespace fix {

namespace {

constexpr std::uint32_t sequence_max = static_cast<std::uint32_t>(std::numeric_limits<int>::max());

std::uint32_t to_sequence(int number) { return static_cast<std::uint32_t>(std::max(number, 1)); }

void require(bool recorded) {
    if (!recorded) throw FIX::IOException("the FIX store cannot grow: disk full?");
}

} // namespace

bool QuickfixStore::set(int sequence, const std::string& bytes) throw(FIX::IOException) {
    require(store_.append(to_sequence(sequence), bytes.data(), bytes.size()));
    has_advanced_ = true;
    return true;
}

void QuickfixStore::get(int begin, int end, std::vector<std::string>& messages) const
    throw(FIX::IOException) {
    messages.clear();
    if (end < 1) return;
    store_.read(to_sequence(begin), to_sequence(end), [&](const char* bytes, std::size_t length) {
        messages.emplace_back(bytes, length);
    });
}

int QuickfixStore::getNextSenderMsgSeqNum() const throw(FIX::IOException) {
    return static_cast<int>(store_.next_sender());
}

int QuickfixStore::getNextTargetMsgSeqNum() const throw(FIX::IOException) {
    return static_cast<int>(store_.next_target());
}

void QuickfixStore::setNextSenderMsgSeqNum(int sequence) throw(FIX::IOException) {
    require(store_.set_next_sender(to_sequence(sequence)));
}

void QuickfixStore::setNextTargetMsgSeqNum(int sequence) throw(FIX::IOException) {
    store_.set_next_target(to_sequence(sequence));
}

void QuickfixStore::incrNextSenderMsgSeqNum() throw(FIX::IOException) {
    if (!has_advanced_) require(store_.set_next_sender(store_.next_sender() + 1));
    has_advanced_ = false;
}

/// A client can send us to the last number with a SequenceReset; there the session stays.
void QuickfixStore::incrNextTargetMsgSeqNum() throw(FIX::IOException) {
    store_.set_next_target(std::min(store_.next_target() + 1, sequence_max));
}

/// QuickFIX resets a session whose creation lies in another period of its schedule. Ours has no
/// periods: see `never_ends` in fix_session.cpp.
FIX::UtcTimeStamp QuickfixStore::getCreationTime() const throw(FIX::IOException) {
    constexpr int hour_s = 3600;
    FIX::UtcTimeStamp later;
    later += hour_s;
    return later;
}

void QuickfixStore::reset() throw(FIX::IOException) { require(store_.reset()); }

} // namespace fix
} // namespace pinion
