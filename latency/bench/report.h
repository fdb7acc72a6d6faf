#pragma once

#include "latency/bench/host.h"
#include "latency/bench/measure.h"
#include "latency/bench/row.h"

#include <ostream>
#include <string>

/// How results are told: as JSON lines for programs or as a table for people.
namespace pinion::latency {

class Report {
  public:
    virtual ~Report() = default;
    virtual void host(const Host& host) = 0;
    virtual void result(const Row& row, const RowResult& result) = 0;
    virtual void skipped(const Row& row, const std::string& reason) = 0;
};

/// One JSON object a line, flushed one by one.
class JsonReport : public Report {
  public:
    explicit JsonReport(std::ostream& out) : out_(out) {}

    void host(const Host& host) override;
    void result(const Row& row, const RowResult& result) override;
    void skipped(const Row& row, const std::string& reason) override;

  private:
    std::ostream& out_;
};

class TableReport : public Report {
  public:
    explicit TableReport(std::ostream& out) : out_(out) {}

    void host(const Host& host) override;
    void result(const Row& row, const RowResult& result) override;
    void skipped(const Row& row, const std::string& reason) override;

  private:
    std::ostream& out_;
};

} // namespace pinion::latency
