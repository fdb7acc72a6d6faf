#include "engine/audit/compressed_file.h"

#include "shm/storage/whole_file.h"

#include <zstd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <vector>

namespace pinion::engine {

namespace {

constexpr int level = ZSTD_CLEVEL_DEFAULT;
constexpr std::size_t piece_bytes = 1 << 20;

/// What was written is a stream that ends with `finish`.
class CompressedStream {
  public:
    explicit CompressedStream(shm::StoredFile& to)
        : to_(to), context_(ZSTD_createCCtx(), ZSTD_freeCCtx), out_(ZSTD_CStreamOutSize()) {
        if (!context_) throw std::bad_alloc();
        check(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level));
        check(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1));
    }

    [[nodiscard]] std::error_code write(std::span<const std::byte> bytes) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        while (in.pos != in.size)
            if (const auto error = step(in, ZSTD_e_continue)) return error;
        return {};
    }

    [[nodiscard]] std::error_code finish() {
        ZSTD_inBuffer in{nullptr, 0, 0};
        do {
            if (const auto error = step(in, ZSTD_e_end)) return error;
        } while (left_ != 0);
        return {};
    }

  private:
    /// Nothing that is done here may fail but for want of memory.
    static std::size_t check(std::size_t result) {
        if (ZSTD_isError(result) != 0) throw std::bad_alloc();
        return result;
    }

    [[nodiscard]] std::error_code step(ZSTD_inBuffer& in, ZSTD_EndDirective directive) {
        ZSTD_outBuffer out{out_.data(), out_.size(), 0};
        left_ = check(ZSTD_compressStream2(context_.get(), &out, &in, directive));
        const auto error = to_.write_at(offset_, std::span(out_).first(out.pos));
        offset_ += out.pos;
        return error;
    }

    shm::StoredFile& to_;
    std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
    std::vector<std::byte> out_;
    std::uint64_t offset_ = 0;
    std::size_t left_ = 0; ///< that zstd still holds back
};

std::error_code compress(shm::StoredFile& from, shm::StoredFile& to) {
    CompressedStream stream(to);
    std::vector<std::byte> piece(piece_bytes);
    for (std::uint64_t offset = 0;; offset += piece.size()) {
        const auto read = from.read_at(offset, piece);
        if (read.error) return read.error;
        if (const auto error = stream.write(std::span(piece).first(read.value))) return error;
        if (read.value != piece.size()) break;
    }
    return stream.finish();
}

} // namespace

std::error_code compress_file(shm::Storage& directory, const std::string& from,
                              const std::string& to) {
    const auto source = directory.open(from, shm::FileAccess::read_only);
    if (source.error) return source.error;
    return shm::write_whole_file(
        directory, to, [&](shm::StoredFile& file) { return compress(*source.value, file); });
}

} // namespace pinion::engine
