#include "engine/audit/audit_line.h"

#include "engine/audit/decimal_text.h"
#include "engine/audit/message_fields.h"
#include "engine/audit/words.h"
#include "shm/messages/venue_id.h"

#include <chrono>
#include <cstdio>
#include <string_view>
#include <type_traits>

namespace pinion::engine {

namespace {

std::string utc_text(std::int64_t ns) {
    constexpr std::int64_t day_ns = 86'400'000'000'000;
    auto days = ns / day_ns;
    auto rest = ns % day_ns;
    if (rest < 0) {
        rest += day_ns;
        --days;
    }
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
    const auto seconds = rest / 1'000'000'000;
    char text[64];
    std::snprintf(text, sizeof(text), "%04d-%02u-%02uT%02d:%02d:%02d.%09dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60),
                  static_cast<int>(rest % 1'000'000'000));
    return text;
}

/// Writes fields that are not zero.
class Line {
  public:
    Line(const EngineOptions& options, LinePlace place, const char* type, std::uint32_t instrument)
        : engine_(options.engine_id),
          instrument_(instrument < options.instruments.size() ? &options.instruments[instrument]
                                                              : nullptr) {
        text_.reserve(1024);
        text_.append(line_begin).append(std::to_string(place.sequence));
        text_.append(line_index).append(std::to_string(place.index));
        string("type", type);
    }

    template <class Number>
    requires std::is_integral_v<Number>

    void operator()(const char* name, Number value) {
        if (value != 0) raw(name, std::to_string(value));
    }

    /// What is the venue's own is a word, what is FIX's its character.
    template <class Code>
    requires std::is_enum_v<Code>

    void operator()(const char* name, Code code) {
        if constexpr (requires { word_of(code); }) {
            if (const auto word = word_of(code); !word.empty())
                string(name, word);
            else
                (*this)(name, static_cast<unsigned>(code));
        } else {
            (*this)(name, FixCharacter{static_cast<std::uint8_t>(code)});
        }
    }

    void operator()(const char* name, FixCharacter character) {
        const auto value = static_cast<char>(character.code);
        if (value < '0' || value > 'Z')
            (*this)(name, character.code);
        else
            string(name, {&value, 1});
    }

    template <std::size_t Capacity>
    void operator()(const char* name, const shm::FixedText<Capacity>& text) {
        std::string_view bytes(text.bytes.data(), Capacity);
        bytes = bytes.substr(0, bytes.find_last_not_of('\0') + 1);
        if (!bytes.empty()) string(name, bytes);
    }

    void operator()(const char* name, VenueId id) {
        if (id.number == 0) return;
        char text[shm::venue_id_text_max];
        string(name, {text, shm::write_venue_id(text, engine_, id.number)});
    }

    void operator()(const std::string& name, UtcTime time) {
        if (time.ns == 0) return;
        raw(name + "_ns", std::to_string(time.ns));
        string(name, utc_text(time.ns));
    }

    void operator()(const std::string& name, Price price) {
        if (price.ticks == 0) return;
        raw(name + "_ticks", std::to_string(price.ticks));
        if (instrument_ != nullptr)
            string(name, decimal_text(shm::Int128{price.ticks} * instrument_->tick_units,
                                      instrument_->price_decimals));
    }

    void operator()(const std::string& name, Quantity quantity) {
        if (quantity.lots == 0) return;
        raw(name + "_lots", std::to_string(quantity.lots));
        if (instrument_ != nullptr)
            string(name, decimal_text(shm::Int128{quantity.lots} * instrument_->lot_units,
                                      instrument_->quantity_decimals));
    }

    /// In hexadecimal digits, without the zeros at the end.
    void operator()(const char* name, Bytes bytes) {
        std::string text;
        std::size_t length = 0;
        for (const auto byte : bytes.bytes) {
            char digits[3];
            std::snprintf(digits, sizeof(digits), "%02x", std::to_integer<unsigned>(byte));
            text += digits;
            if (byte != std::byte{0}) length = text.size();
        }
        if (length != 0) string(name, std::string_view(text).substr(0, length));
    }

    void operator()(const char* name, InstrumentIndex instrument) {
        raw(name, std::to_string(instrument.index));
        if (instrument_ != nullptr) string("symbol", instrument_->symbol.view());
    }

    void operator()(const char* name, const shm::Notional& notional) {
        if (notional.value() != 0) string(name, integer_text(notional.value()));
    }

    [[nodiscard]] std::string end() { return std::move(text_) + "}"; }

  private:
    void raw(std::string_view name, std::string_view value) {
        text_.append(",\"").append(name).append("\":").append(value);
    }

    /// Bytes that are not printable ASCII become the code points of the same number.
    void string(std::string_view name, std::string_view value) {
        text_.append(",\"").append(name).append("\":\"");
        for (const char byte : value) {
            if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\') {
                char escaped[8];
                std::snprintf(escaped, sizeof(escaped), "\\u%04x",
                              static_cast<unsigned>(static_cast<unsigned char>(byte)));
                text_ += escaped;
            } else {
                text_ += byte;
            }
        }
        text_ += '"';
    }

    std::uint16_t engine_;
    const shm::InstrumentRecord* instrument_;
    std::string text_;
};

const char* type_of(const shm::LogRecord& record) {
    const auto kind = record.sequenced.command.kind;
    return kind >= shm::CommandKind::session_down ? "admin" : "command";
}

const char* type_of(const shm::Report& report) {
    const bool rejects = report.kind == shm::ReportKind::cancel_reject ||
                         report.kind == shm::ReportKind::business_reject ||
                         (report.kind == shm::ReportKind::execution &&
                          report.exec_type == shm::ExecType::rejected) ||
                         ((report.kind == shm::ReportKind::mass_cancel_report ||
                           report.kind == shm::ReportKind::control) &&
                          report.reason != shm::RejectReason::none);
    return rejects ? "reject" : "report";
}

template <class Message>
std::string line_of(const EngineOptions& options, LinePlace place, const char* type,
                    std::uint32_t instrument, const Message& message) {
    Line line(options, place, type, instrument);
    visit_fields(message, line);
    return line.end();
}

} // namespace

std::string audit_line(const EngineOptions& options, LinePlace place,
                       const shm::LogRecord& record) {
    return line_of(options, place, type_of(record), record.sequenced.command.instrument, record);
}

std::string audit_line(const EngineOptions& options, LinePlace place, const shm::Report& report) {
    return line_of(options, place, type_of(report), report.instrument, report);
}

std::string audit_line(const EngineOptions& options, LinePlace place, const shm::FeedEvent& event) {
    return line_of(options, place, "feed", event.instrument, event);
}

} // namespace pinion::engine
