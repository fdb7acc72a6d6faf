#include "fix-gateway/session/quickfix_application.h"

#include <quickfix/Message.h>

namespace pinion {
namespace fix {

namespace {

constexpr int heartbeat_tag = 108;
constexpr int cancel_on_disconnect_tag = 8013;

} // namespace

/// A Logon is accepted or refused here, before it is answered.
void QuickfixApplication::fromAdmin(const FIX::Message& message, const FIX::SessionID&) throw(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) {
    if (message.getHeader().getField(FIX::FIELD::MsgType) != FIX::MsgType_Logon) return;
    const int heartbeat_s = FIX::IntConvertor::convert(message.getField(heartbeat_tag));
    if (heartbeat_s < options_.heartbeat_min_s || heartbeat_s > options_.heartbeat_max_s)
        throw FIX::RejectLogon("HeartBtInt must be " + std::to_string(options_.heartbeat_min_s) +
                               " to " + std::to_string(options_.heartbeat_max_s) + " seconds");
    cancel_on_disconnect_ = message.isSetField(cancel_on_disconnect_tag) &&
                            message.getField(cancel_on_disconnect_tag) == "Y";
}

void QuickfixApplication::fromApp(const FIX::Message& message,
                                  const FIX::SessionID&) throw(FIX::FieldNotFound,
                                                               FIX::IncorrectDataFormat,
                                                               FIX::IncorrectTagValue,
                                                               FIX::UnsupportedMessageType) {
    std::string rewritten;
    const std::string& bytes = &message == current_ ? *current_bytes_ : message.toString(rewritten);
    const MessageAnswer answer = handler_.on_message(bytes.data(), bytes.size());
    switch (answer.verdict) {
    case MessageVerdict::accepted: return;
    case MessageVerdict::field_missing: throw FIX::FieldNotFound(answer.tag);
    case MessageVerdict::value_incorrect: throw FIX::IncorrectTagValue(answer.tag);
    case MessageVerdict::format_incorrect: throw FIX::IncorrectDataFormat(answer.tag);
    case MessageVerdict::type_unsupported: throw FIX::UnsupportedMessageType();
    }
}

} // namespace fix
} // namespace pinion
