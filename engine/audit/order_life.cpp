#include "engine/audit/order_life.h"

namespace pinion::engine {

namespace {

bool is_called(const auto& message, const OrderName& name) {
    if (name.order_id != 0) return message.order_id == name.order_id;
    return message.session == name.session && (message.cl_ord_id.view() == name.cl_ord_id ||
                                               message.reference_id.view() == name.cl_ord_id);
}

bool is_control(const shm::Command& command) { return command.kind == shm::CommandKind::control; }

bool is_control(const shm::Report& report) { return report.kind == shm::ReportKind::control; }

/// What is refused names orders to which it may have no right.
bool tells_of_an_order(const shm::Report& report) {
    return report.kind == shm::ReportKind::execution && report.order_id != 0 &&
           report.exec_type != shm::ExecType::rejected;
}

} // namespace

OrderSearch::OrderSearch(OrderName name) : name_(std::move(name)) {
    if (name_.order_id != 0) found_.insert(name_.order_id);
}

void OrderSearch::on_report(const shm::Report& report) {
    if (tells_of_an_order(report) && is_called(report, name_)) found_.insert(report.order_id);
}

OrderLife::OrderLife(const EngineOptions& options, OrderName name, std::set<std::uint64_t> orders,
                     WriteLine write)
    : options_(options), name_(std::move(name)), orders_(std::move(orders)),
      write_(std::move(write)) {}

void OrderLife::on_command(const shm::LogRecord& record) {
    command_ = record;
    is_command_told_ = false;
    place_ = {record.sequenced.sequence, 0};
    if (concerns_them(record.sequenced.command)) tell_command();
}

void OrderLife::on_report(const shm::Report& report) {
    ++place_.index;
    learn(report);
    if (!concerns_them(report)) return;
    if (is_cause_of(report)) tell_command();
    tell(report);
}

void OrderLife::on_feed_event(const shm::FeedEvent& event) {
    ++place_.index;
    if (orders_.contains(event.order_id)) tell(event);
}

bool OrderLife::concerns_them(const auto& message) const {
    if (is_control(message)) return false; // it has other fields there
    if (is_called(message, name_) || orders_.contains(message.order_id)) return true;
    return message.order_id == 0 &&
           cl_ord_ids_.contains({message.session, std::string(message.reference_id.view())});
}

/// Whether the command is the owner's, or the engine's own; not if another's order has traded.
bool OrderLife::is_cause_of(const shm::Report& report) const {
    const auto& command = command_.sequenced.command;
    return command.kind >= shm::CommandKind::session_down ||
           (report.answers == command.kind && report.session == command.session);
}

void OrderLife::learn(const shm::Report& report) {
    if (!tells_of_an_order(report)) return;
    if (is_called(report, name_)) orders_.insert(report.order_id);
    if (orders_.contains(report.order_id))
        cl_ord_ids_.emplace(report.session, std::string(report.cl_ord_id.view()));
}

void OrderLife::tell_command() {
    if (is_command_told_) return;
    is_command_told_ = true;
    write_({place_.sequence, 0}, audit_line(options_, {place_.sequence, 0}, command_));
}

void OrderLife::tell(const auto& message) { write_(place_, audit_line(options_, place_, message)); }

} // namespace pinion::engine
