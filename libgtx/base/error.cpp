// SPDX-License-Identifier: MIT
#include "gtx/base/error.hpp"

#include <system_error>

namespace gtx {

std::string_view describe(Errc code) noexcept {
    switch (code) {
    case Errc::os:
        return "the system refused";
    case Errc::no_such_thing:
        return "no such thing";
    case Errc::bad_value:
        return "bad value";
    case Errc::out_of_range:
        return "out of range";
    case Errc::missing_value:
        return "missing value";
    case Errc::bad_syntax:
        return "bad syntax";
    case Errc::bad_length:
        return "bad length";
    case Errc::not_supported:
        return "not supported";
    }
    return "unknown error";
}

std::string Error::message() const {
    std::string text = context;
    if (code == Errc::os && os_errno != 0) {
        if (!text.empty()) text += ": ";
        text += std::generic_category().message(os_errno);
        return text;
    }
    if (text.empty()) text = describe(code);
    return text;
}

Error Error::in(std::string_view where) const {
    Error result = *this;
    result.context = std::string(where);
    if (!context.empty()) result.context += ": " + context;
    return result;
}

} // namespace gtx
