// SPDX-License-Identifier: MIT
/// \file
/// Result<T>: a value or an Error, with the names of std::expected.
///
/// Ours because std::expected needs C++23 and clang 14 does not see it. Dropping one is a warning.
///
///     Result<Dialect> d = find("sofar");
///     if (!d) return d.error();
///     use(*d);
#pragma once

#include <utility>
#include <variant>

#include "gtx/base/error.hpp"

namespace gtx {

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : v_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : v_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const noexcept { return v_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    /// The value. Asking a failed result is a bug of the caller.
    [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&v_); }
    [[nodiscard]] const T& operator*() const& noexcept { return *std::get_if<0>(&v_); }
    [[nodiscard]] T&& operator*() && noexcept { return std::move(*std::get_if<0>(&v_)); }
    [[nodiscard]] T* operator->() noexcept { return std::get_if<0>(&v_); }
    [[nodiscard]] const T* operator->() const noexcept { return std::get_if<0>(&v_); }
    [[nodiscard]] const Error& error() const noexcept { return *std::get_if<1>(&v_); }

    template <class U>
    [[nodiscard]] T value_or(U&& other) const {
        return has_value() ? **this : static_cast<T>(std::forward<U>(other));
    }
    template <class F>
    [[nodiscard]] auto and_then(F&& f) const -> decltype(f(std::declval<const T&>())) {
        if (!has_value()) return error();
        return f(**this);
    }
    template <class F>
    [[nodiscard]] auto transform(F&& f) const -> Result<decltype(f(std::declval<const T&>()))> {
        if (!has_value()) return error();
        return f(**this);
    }

private:
    std::variant<T, Error> v_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)), ok_(false) {}

    [[nodiscard]] bool has_value() const noexcept { return ok_; }
    explicit operator bool() const noexcept { return ok_; }
    [[nodiscard]] const Error& error() const noexcept { return error_; }

private:
    Error error_{};
    bool ok_ = true;
};

} // namespace gtx

/// Evaluates `expr`, a Result; on failure returns its error, else `declaration` takes its value.
#define GTX_TRY(declaration, expr) GTX_TRY_LINE_(declaration, expr, __LINE__)
#define GTX_TRY_LINE_(declaration, expr, line) GTX_TRY_NAMED_(declaration, expr, line)
#define GTX_TRY_NAMED_(declaration, expr, line)                                                              \
    auto gtx_result_##line = (expr);                                                                         \
    if (!gtx_result_##line) return gtx_result_##line.error();                                                \
    declaration = *std::move(gtx_result_##line)
