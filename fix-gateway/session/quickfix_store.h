#pragma once

#include "fix-gateway/session/sequence_store.h"

#include <quickfix/MessageStore.h>

#include <string>
#include <vector>

namespace pinion {
namespace fix {

/// Shows our store to QuickFIX. What it throws is only ever FIX::IOException: the library ends the
/// process at anything else.
class QuickfixStore : public FIX::MessageStore {
  public:
    explicit QuickfixStore(SequenceStore& store) : store_(store) {}

    bool set(int sequence, const std::string& bytes) throw(FIX::IOException) override;
    void get(int begin, int end, std::vector<std::string>& messages) const
        throw(FIX::IOException) override;

    int getNextSenderMsgSeqNum() const throw(FIX::IOException) override;
    int getNextTargetMsgSeqNum() const throw(FIX::IOException) override;
    void setNextSenderMsgSeqNum(int sequence) throw(FIX::IOException) override;
    void setNextTargetMsgSeqNum(int sequence) throw(FIX::IOException) override;
    void incrNextSenderMsgSeqNum() throw(FIX::IOException) override;
    void incrNextTargetMsgSeqNum() throw(FIX::IOException) override;

    FIX::UtcTimeStamp getCreationTime() const throw(FIX::IOException) override;
    void reset() throw(FIX::IOException) override;

    void refresh() throw(FIX::IOException) override {}

  private:
    SequenceStore& store_;
    bool has_advanced_ = false; ///< `set` already moved the sender's number
};

/// QuickFIX asks a factory for a session's store and gives it back.
class QuickfixStoreFactory : public FIX::MessageStoreFactory {
  public:
    explicit QuickfixStoreFactory(SequenceStore& store) : store_(store) {}

    FIX::MessageStore* create(const FIX::SessionID&) override { return new QuickfixStore(store_); }

    void destroy(FIX::MessageStore* store) override { delete store; }

  private:
    SequenceStore& store_;
};

} // namespace fix
} // namespace pinion
