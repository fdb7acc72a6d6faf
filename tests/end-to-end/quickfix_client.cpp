#include "tests/end-to-end/quickfix_client.h"

#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/Log.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketInitiator.h>

#include <fcntl.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <sstream>
#include <stdexcept>

namespace pinion {
namespace test {

namespace {

constexpr char field_separator = '\x01';

FixFields fields_of(const FIX::Message& message) {
    FixFields fields;
    std::istringstream text(message.toString());
    for (std::string field; std::getline(text, field, field_separator);) {
        const auto equals = field.find('=');
        if (equals != std::string::npos)
            fields[std::stoi(field.substr(0, equals))] = field.substr(equals + 1);
    }
    return fields;
}

/// What QuickFIX's thread tells and the test's thread waits for.
class Mailbox : public FIX::Application {
  public:
    explicit Mailbox(const std::vector<std::pair<int, std::string>>& logon_fields)
        : logon_fields_(logon_fields) {}

    void onCreate(const FIX::SessionID&) override {}

    void onLogon(const FIX::SessionID&) override { set_logged_on(true); }

    void onLogout(const FIX::SessionID&) override { set_logged_on(false); }

    void toAdmin(FIX::Message& message, const FIX::SessionID&) override {
        FIX::MsgType type;
        message.getHeader().getField(type);
        if (type != FIX::MsgType_Logon) return;
        for (const auto& field : logon_fields_) message.setField(field.first, field.second);
    }

    void toApp(FIX::Message&, const FIX::SessionID&) noexcept override {}

    void fromAdmin(const FIX::Message& message, const FIX::SessionID&) noexcept override {
        FIX::MsgType type;
        message.getHeader().getField(type);
        if (type == FIX::MsgType_Reject) keep(message);
    }

    void fromApp(const FIX::Message& message, const FIX::SessionID&) noexcept override {
        keep(message);
    }

    bool wait_for_logged_on(bool wanted, std::chrono::milliseconds timeout) {
        std::unique_lock<std::mutex> lock(mutex_);
        return changed_.wait_for(lock, timeout, [&] { return logged_on_ == wanted; });
    }

    FixFields next(std::chrono::milliseconds timeout) {
        std::unique_lock<std::mutex> lock(mutex_);
        if (!changed_.wait_for(lock, timeout, [&] { return !messages_.empty(); })) return {};
        FixFields message = messages_.front();
        messages_.pop_front();
        return message;
    }

  private:
    void set_logged_on(bool logged_on) {
        const std::lock_guard<std::mutex> lock(mutex_);
        logged_on_ = logged_on;
        changed_.notify_all();
    }

    void keep(const FIX::Message& message) {
        const std::lock_guard<std::mutex> lock(mutex_);
        messages_.push_back(fields_of(message));
        changed_.notify_all();
    }

    const std::vector<std::pair<int, std::string>>& logon_fields_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool logged_on_ = false;
    std::deque<FixFields> messages_;
};

/// Keeps what goes over the wire, a line for each message. A process that is killed may leave half
/// a line, so each begins with the end of what was before.
class WireLog : public FIX::Log, public FIX::LogFactory {
  public:
    explicit WireLog(const std::string& path) {
        if (path.empty()) return;
        fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (fd_ < 0) throw std::runtime_error(path + " cannot be opened");
    }

    ~WireLog() override {
        if (fd_ >= 0) ::close(fd_);
    }

    WireLog(const WireLog&) = delete;
    WireLog& operator=(const WireLog&) = delete;

    FIX::Log* create() override { return this; }

    FIX::Log* create(const FIX::SessionID&) override { return this; }

    void destroy(FIX::Log*) override {}

    void clear() override {}

    void backup() override {}

    void onIncoming(const std::string& message) override { keep('I', message); }

    void onOutgoing(const std::string& message) override { keep('O', message); }

    void onEvent(const std::string&) override {}

  private:
    void keep(char direction, const std::string& message) {
        if (fd_ < 0) return;
        const std::string line = std::string("\n") + direction + message + '\n';
        if (::write(fd_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            throw std::runtime_error("the wire log cannot be written");
    }

    int fd_ = -1;
};

FIX::SessionSettings settings_of(const QuickFixClient::Options& options) {
    std::stringstream text;
    text << "[DEFAULT]\nConnectionType=initiator\nReconnectInterval=1\nNonStopSession=Y\n"
         << "FileStorePath=" << options.directory
         << "\nUseDataDictionary=Y\nDataDictionary=" << options.dictionary
         << "\nHeartBtInt=" << options.heartbeat_s << "\nSocketNodelay=Y\n"
         << "[SESSION]\nBeginString=FIX.4.4\nSenderCompID=" << options.sender_comp_id
         << "\nTargetCompID=" << options.target_comp_id << "\nSocketConnectHost=" << options.host
         << "\nSocketConnectPort=" << options.port << "\nStartTime=00:00:00\nEndTime=00:00:00\n";
    return FIX::SessionSettings(text);
}

bool is_header_field(int tag) {
    return tag == FIX::FIELD::PossResend || tag == FIX::FIELD::OnBehalfOfCompID;
}

} // namespace

struct QuickFixClient::State {
    explicit State(Options given)
        : options(std::move(given)), mailbox(options.logon_fields),
          store_factory(options.directory), wire_log(options.wire_log) {}

    Options options;
    Mailbox mailbox;
    FIX::FileStoreFactory store_factory;
    WireLog wire_log;
    std::unique_ptr<FIX::SessionSettings> settings;
    std::unique_ptr<FIX::SocketInitiator> initiator;

    FIX::SessionID session_id() const {
        return FIX::SessionID("FIX.4.4", options.sender_comp_id, options.target_comp_id);
    }

    void end(bool force) {
        if (initiator) initiator->stop(force);
        initiator.reset();
    }
};

QuickFixClient::QuickFixClient(Options options) : state_(new State(std::move(options))) {}

QuickFixClient::~QuickFixClient() { state_->end(true); }

void QuickFixClient::start() {
    state_->settings.reset(new FIX::SessionSettings(settings_of(state_->options)));
    state_->initiator.reset(new FIX::SocketInitiator(state_->mailbox, state_->store_factory,
                                                     *state_->settings, state_->wire_log));
    state_->initiator->start();
}

void QuickFixClient::stop() { state_->end(false); }

void QuickFixClient::drop() { state_->end(true); }

bool QuickFixClient::wait_for_logon(std::chrono::milliseconds timeout) {
    return state_->mailbox.wait_for_logged_on(true, timeout);
}

bool QuickFixClient::wait_for_logout(std::chrono::milliseconds timeout) {
    return state_->mailbox.wait_for_logged_on(false, timeout);
}

bool QuickFixClient::send(const std::string& msg_type,
                          const std::vector<std::pair<int, std::string>>& fields) {
    FIX::Message message;
    message.getHeader().setField(FIX::MsgType(msg_type));
    for (const auto& field : fields) {
        if (is_header_field(field.first))
            message.getHeader().setField(field.first, field.second);
        else
            message.setField(field.first, field.second);
    }
    return FIX::Session::sendToTarget(message, state_->session_id());
}

FixFields QuickFixClient::next_message(std::chrono::milliseconds timeout) {
    return state_->mailbox.next(timeout);
}

} // namespace test
} // namespace pinion
