#include "tests/engine/audit/audit_bed.h"

#include "engine/recovery/recovery_error.h"

#include <gtest/gtest.h>

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace pinion::engine::test {

namespace {

std::string content(shm::Storage& directory, const std::string& name) {
    const auto file = directory.open(name, shm::FileAccess::read_only);
    EXPECT_FALSE(file.error) << name;
    std::string text(file.value->size().value, '\0');
    EXPECT_EQ(file.value->read_at(0, std::as_writable_bytes(std::span(text))).value, text.size());
    return text;
}

std::string decompressed(const std::string& bytes) {
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                       ZSTD_freeDCtx);
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    std::string text;
    std::size_t left = 1;
    while (left != 0) {
        std::string piece(ZSTD_DStreamOutSize(), '\0');
        ZSTD_outBuffer out{piece.data(), piece.size(), 0};
        left = ZSTD_decompressStream(context.get(), &out, &in);
        EXPECT_EQ(ZSTD_isError(left), 0U) << ZSTD_getErrorName(left);
        if (ZSTD_isError(left) != 0 || (out.pos == 0 && in.pos == in.size)) break;
        text.append(piece, 0, out.pos);
    }
    EXPECT_EQ(left, 0U) << "the frame is whole";
    EXPECT_EQ(in.pos, in.size);
    return text;
}

struct Died {};

} // namespace

std::vector<std::string> names_in(shm::Storage& directory) { return directory.list().value; }

std::string all_lines(shm::Storage& directory) {
    std::string text;
    for (const auto& name : names_in(directory)) {
        if (name.ends_with(".jsonl")) text += content(directory, name);
        if (name.ends_with(".jsonl.zst")) text += decompressed(content(directory, name));
    }
    return text;
}

AuditBed::AuditBed(std::uint64_t chosen_seed, std::uint32_t orders_max)
    : seed(chosen_seed), past(seed), disk(seed), output(disk.storage()) {
    if (orders_max != 0) past.options.orders_max = orders_max;
    past.start();
}

std::string AuditBed::history() const {
    std::string text;
    AuditSink sink(past.options, {},
                   [&](LinePlace, const std::string& line) { text += line + '\n'; });
    Telling telling(sources(), 1, sink);
    while (telling.next()) sink.end_command();
    return text;
}

std::unique_ptr<AuditFiles> AuditBed::write(std::uint64_t file_bytes_max) {
    auto files = std::make_unique<AuditFiles>(*output, file_bytes_max);
    AuditSink sink(past.options, files->from(),
                   [&](LinePlace place, const std::string& line) { files->write(place, line); });
    Telling telling(sources(), files->from().sequence, sink);
    files->begin(telling.sequence() + 1);
    try {
        while (telling.next()) sink.end_command();
    } catch (const RecoveryError&) {
        files->close();
        throw;
    }
    files->flush();
    return files;
}

void AuditBed::write_and_die(std::uint64_t file_bytes_max, std::uint64_t lines) {
    AuditFiles files(*output, file_bytes_max);
    AuditSink sink(past.options, files.from(), [&](LinePlace place, const std::string& line) {
        if (lines-- == 0) throw Died();
        files.write(place, line);
    });
    Telling telling(sources(), files.from().sequence, sink);
    files.begin(telling.sequence() + 1);
    try {
        while (telling.next()) sink.end_command();
    } catch (const Died&) {
    }
}

std::string AuditBed::refusal(std::uint64_t file_bytes_max) {
    try {
        write(file_bytes_max)->close();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return {};
}

std::string AuditBed::newest() const {
    std::string name;
    for (const auto& file : disk.files())
        if (file.ends_with(".jsonl")) name = std::max(name, file);
    return name;
}

} // namespace pinion::engine::test
