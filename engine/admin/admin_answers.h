#pragma once

#include "engine/admin/admin_names.h"
#include "shm/messages/control_list.h"
#include "shm/messages/control_report.h"

#include <nlohmann/json.hpp>

#include <ostream>
#include <vector>

namespace pinion::engine {

/// An answer as fields with names: what a program reads.
[[nodiscard]] nlohmann::ordered_json describe(const shm::ControlReport& answer,
                                              const AdminNames& names);

/// A row of a list.
[[nodiscard]] nlohmann::ordered_json
describe_row(const shm::ControlReport& row, shm::ListSubject subject, const AdminNames& names);

/// Rows as a table: what a person reads.
void print_table(std::ostream& out, const std::vector<nlohmann::ordered_json>& rows);

} // namespace pinion::engine
