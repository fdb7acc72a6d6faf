#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

// NOLINTBEGIN(modernize-concat-nested-namespaces, modernize-use-nodiscard): not in C++14
namespace pinion {
namespace fix {

/// The only truth about a FIX session's sequence numbers, and its sent messages for replay. What
/// QuickFIX needs of a store, in terms that C++14 and C++20 code share.
///
/// Thread safety: none; one thread. Errors: functions that return bool say false when the disk
/// refused; nothing has changed then.
class SequenceStore {
  public:
    using Visitor = std::function<void(const char* bytes, std::size_t length)>;

    virtual ~SequenceStore() = default;

    /// Records a message under MsgSeqNum `sequence`; the next one to send is then `sequence + 1`.
    virtual bool append(std::uint32_t sequence, const char* bytes, std::size_t length) = 0;

    /// Shows the recorded messages of [begin, end] in order; numbers never recorded are left out.
    virtual void read(std::uint32_t begin, std::uint32_t end, const Visitor& visit) const = 0;

    virtual std::uint32_t next_sender() const = 0; ///< MsgSeqNum of the next message that we send
    virtual std::uint32_t next_target() const = 0; ///< MsgSeqNum that we expect next
    virtual bool set_next_sender(std::uint32_t sequence) = 0;
    virtual void set_next_target(std::uint32_t sequence) = 0;

    /// Starts both sequences at 1 and forgets all messages.
    virtual bool reset() = 0;
};

} // namespace fix
} // namespace pinion

// NOLINTEND(modernize-concat-nested-namespaces, modernize-use-nodiscard)
