#pragma once

#include "fix-gateway/session/fix_session.h"
#include "fix-gateway/store/message_store.h"
#include "tests/fix-gateway/support/fix_dictionary.h"
#include "tests/fix-gateway/support/fix_text.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pinion::fix {

/// Of an order, without its quantity and type.
inline const std::string order_head = "11=a|55=ACME|54=1|60=20240102-03:04:05|";

/// One session that is fed hand-made frames. A frame is "35=..|.." with the CompIDs, sequence
/// number and time filled in.
class FixSessionTest : public testing::Test, public FixSessionHandler {
  protected:
    FixSessionTest() { start(); }

    void start(bool reset_on_logon = false) {
        session_.reset();
        store_.reset();
        store_ = std::make_unique<MessageStore>(directory_.path() / "CLIENT.store", "CLIENT");
        FixSessionOptions options;
        options.sender_comp_id = "PINION";
        options.target_comp_id = "CLIENT";
        options.reset_on_logon = reset_on_logon;
        session_ = std::make_unique<FixSession>(options, dictionary_, *store_, *this);
    }

    static std::string frame(const std::string& type, int sequence, const std::string& body,
                             const std::string& header = "") {
        return test::fix_frame("35=" + type +
                               "|49=CLIENT|56=PINION|34=" + std::to_string(sequence) +
                               "|52=" + test::fix_time_now() + "|" + header + body);
    }

    bool give(const std::string& bytes) { return session_->receive(bytes.data(), bytes.size()); }

    void log_on(int sequence = 1, const std::string& more = "") {
        session_->attach();
        give(frame("A", sequence, "98=0|108=30|" + more));
    }

    static std::string order(int sequence, const std::string& id = "order",
                             const std::string& header = "") {
        return frame("D", sequence,
                     "11=" + id + "|55=ACME|54=1|60=" + test::fix_time_now() +
                         "|38=10|40=2|44=1.5|",
                     header);
    }

    /// Fields `tags` of each frame sent since the last call: "35=A 34=1".
    std::vector<std::string> sent(std::initializer_list<int> tags) {
        std::vector<std::string> lines;
        for (const std::string& each : sent_) {
            std::string line;
            for (const int tag : tags)
                line += (line.empty() ? "" : " ") + std::to_string(tag) + "=" +
                        test::fix_field(each, tag);
            lines.push_back(line);
        }
        sent_.clear();
        return lines;
    }

    void on_send(const char* bytes, std::size_t length) override {
        sent_.emplace_back(bytes, length);
    }

    void on_disconnect() override { ++disconnects_; }

    void on_logon(bool cancel_on_disconnect) override {
        ++logons_;
        cancel_on_disconnect_ = cancel_on_disconnect;
    }

    void on_logout() override { ++logouts_; }

    MessageAnswer on_message(const char* bytes, std::size_t length) override {
        const std::string message(bytes, length);
        messages_.push_back(test::fix_field(message, 34) + ":" + test::fix_field(message, 11));
        last_message_ = message;
        target_in_call_ = store_->next_target();
        return answer_;
    }

    void on_event(const std::string& text) override { events_.push_back(text); }

    test::TemporaryDirectory directory_;
    FixDictionary dictionary_{test::fix_dictionary()};
    std::unique_ptr<MessageStore> store_;
    std::unique_ptr<FixSession> session_;
    std::vector<std::string> sent_;
    std::vector<std::string> messages_;
    std::vector<std::string> events_;
    std::string last_message_;
    MessageAnswer answer_{MessageVerdict::accepted, 0};
    std::uint32_t target_in_call_ = 0;
    bool cancel_on_disconnect_ = false;
    int disconnects_ = 0;
    int logons_ = 0;
    int logouts_ = 0;
};

} // namespace pinion::fix
