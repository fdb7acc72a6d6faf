#include "tests/end-to-end/wire_ledger.h"

#include "tests/end-to-end/trader.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace pinion::test {

namespace {

using Fields = std::vector<std::pair<int, std::string>>;

constexpr char soh = '\x01';
constexpr int new_seq_no = 36, gap_fill = 123, reset_seq_num = 141;

Fields fields_of(const std::string& message) {
    Fields fields;
    for (std::size_t begin = 0; begin < message.size();) {
        const std::size_t equals = message.find('=', begin);
        const std::size_t end = message.find(soh, begin);
        if (equals == std::string::npos || end == std::string::npos) break;
        fields.emplace_back(std::stoi(message.substr(begin, equals - begin)),
                            message.substr(equals + 1, end - equals - 1));
        begin = end + 1;
    }
    return fields;
}

std::string value(const Fields& fields, int tag) {
    for (const auto& [number, text] : fields)
        if (number == tag) return text;
    return {};
}

long number(const Fields& fields, int tag) {
    const std::string text = value(fields, tag);
    return text.empty() ? 0 : std::stol(text);
}

/// What stays when a message is sent again, in whatever order.
Fields lasting(const Fields& message) {
    static const std::set<int> changing = {8, 9, 10, 43, 52, 97, 122};
    Fields fields;
    std::copy_if(message.begin(), message.end(), std::back_inserter(fields),
                 [](const auto& field) { return changing.count(field.first) == 0; });
    std::sort(fields.begin(), fields.end());
    return fields;
}

/// Not one whose writer was killed meanwhile: what it stood for was neither sent nor processed, and
/// comes again.
bool is_whole(const std::string& line) {
    const std::string check_sum = "\x01"
                                  "10=";
    const std::size_t check_sum_bytes = check_sum.size() + 4; // three digits and a separator
    return line.size() > check_sum_bytes && line.back() == soh &&
           line.compare(line.size() - check_sum_bytes, check_sum.size(), check_sum) == 0;
}

std::string text_of(const Fields& fields) {
    std::string text;
    for (const auto& [tag, value] : fields) text += std::to_string(tag) + "=" + value + "|";
    return text;
}

bool is_application(const Fields& message) {
    return std::string("0124A5").find(value(message, tag::msg_type)) == std::string::npos;
}

/// Whether the report is the answer to a request of that type, and not what became of it later.
bool answers(const std::string& request_type, const Fields& report) {
    const std::string exec_type = value(report, tag::exec_type);
    if (request_type == "D") return exec_type == "0" || exec_type == "8";
    return exec_type == (request_type == "F" ? "4" : "5");
}

} // namespace

void WireLedger::read_on() {
    std::ifstream file(path_, std::ios::binary);
    if (!file && read_ != 0) throw std::runtime_error(path_ + " cannot be read");
    file.seekg(static_cast<std::streamoff>(read_));
    for (std::string line; std::getline(file, line) && !file.eof(); read_ += line.size() + 1)
        note(line);
}

std::size_t WireLedger::unanswered() const {
    return static_cast<std::size_t>(
        std::count_if(requests_.begin(), requests_.end(),
                      [&](const auto& request) { return answers_.count(request.first) == 0; }));
}

void WireLedger::close() {
    for (const auto& [id, type] : requests_) {
        const auto answer = answers_.find(id);
        const int times = answer == answers_.end() ? 0 : answer->second;
        if (times != 1) fault(id + " was answered " + std::to_string(times) + " times");
    }
    for (const auto& [sequence, message] : told_)
        if (value(message, tag::msg_type) == "8") account_for(message);
}

void WireLedger::note(const std::string& line) {
    if (!is_whole(line)) return;
    const Fields message = fields_of(line.substr(1));
    if (value(message, reset_seq_num) == "Y") fault("numbers were reset: " + line);
    if (line[0] == 'O')
        note_outgoing(message);
    else
        note_incoming(message, line);
}

void WireLedger::note_outgoing(const Fields& message) {
    const std::string type = value(message, tag::msg_type);
    if (type == "D" || type == "F" || type == "G") requests_[value(message, tag::cl_ord_id)] = type;
}

void WireLedger::note_incoming(const Fields& message, const std::string& line) {
    const int sequence = static_cast<int>(number(message, tag::msg_seq_num));
    const std::string type = value(message, tag::msg_type);
    if (type == "4") return note_gap(message);
    if (type == "5" && !value(message, tag::text).empty()) fault("logged out: " + line);
    if (is_application(message) && skipped_.count(sequence) != 0)
        fault("there was nothing under the number of " + line);
    const auto [known, is_new] = told_.try_emplace(sequence, lasting(message));
    if (is_new)
        note_answer(message);
    else if (known->second != lasting(message))
        fault("the message " + text_of(known->second) + " had the number of " + line);
}

void WireLedger::note_gap(const Fields& message) {
    if (value(message, gap_fill) != "Y") return fault("numbers were reset by the venue");
    for (auto i = number(message, tag::msg_seq_num); i < number(message, new_seq_no); ++i) {
        const auto known = told_.find(static_cast<int>(i));
        if (known != told_.end() && is_application(known->second))
            fault("what was told is gone: message " + std::to_string(i));
        skipped_.insert(static_cast<int>(i));
    }
}

void WireLedger::note_answer(const Fields& message) {
    const std::string type = value(message, tag::msg_type);
    if (!is_application(message)) return;
    if (type != "8" && type != "9")
        return fault("refused: " + type + " " + value(message, tag::text));
    const std::string id = value(message, tag::cl_ord_id);
    const auto request = requests_.find(id);
    if (request != requests_.end() && (type == "9" || answers(request->second, message)))
        ++answers_[id];
}

void WireLedger::account_for(const Fields& report) {
    const std::string exec_type = value(report, tag::exec_type);
    if (exec_type == "I") return;
    if (!exec_ids_.insert(value(report, tag::exec_id)).second)
        fault("ExecID " + value(report, tag::exec_id) + " came twice");
    if (exec_type == "8") return;
    Order& order = orders_[value(report, tag::order_id)];
    order.cl_ord_id = value(report, tag::cl_ord_id);
    order.symbol = value(report, tag::symbol);
    order.side = value(report, tag::side)[0];
    order.price = value(report, tag::price);
    order.leaves = number(report, tag::leaves_qty);
    order.cumulative = number(report, tag::cum_qty);
    if (exec_type == "F") order.traded += number(report, tag::last_qty);
    if (order.cumulative != order.traded)
        fault("a trade of order " + value(report, tag::order_id) + " was not told, or twice");
}

void WireLedger::fault(const std::string& what) {
    constexpr std::size_t faults_max = 20;
    if (faults_.size() < faults_max) faults_.push_back(path_ + ": " + what);
}

} // namespace pinion::test
