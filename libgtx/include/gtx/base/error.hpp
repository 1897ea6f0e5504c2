// SPDX-License-Identifier: MIT
/// \file
/// Why an operation failed: a code for programs, words for people.
///
/// Input that is merely not understood is not an error: it is a value, counted by its reason.
#pragma once

#include <string>
#include <string_view>

#include "gtx/base/export.hpp"

namespace gtx {

/// What kind of failure it was.
enum class Errc {
    os = 1,        ///< the operating system refused; Error::os_errno says why
    no_such_thing, ///< a name that is not in a table: dialect, message, interface
    bad_value,     ///< a value that cannot be what it should be
    out_of_range,  ///< a value that does not fit its field
    missing_value, ///< a field that must be there is not
    bad_syntax,    ///< text that does not follow its grammar
    bad_length,    ///< too few or too many bytes
    not_supported, ///< known, and not offered
};

/// One line of text for a code, lower case, without full stop. Never fails.
GTX_API std::string_view describe(Errc code) noexcept;

/// A failure: its code, and the context each layer put in front ("can0: frame 7: ").
struct GTX_API Error {
    Errc code{};
    std::string context; ///< what was wrong, with the two values ("expected 8 bytes, got 6"); may be empty
    int os_errno = 0;    ///< errno when code is Errc::os, else 0

    /// The whole message for a person, lower case, without full stop.
    [[nodiscard]] std::string message() const;
    /// The same error with `where` and ": " in front of its context.
    [[nodiscard]] Error in(std::string_view where) const;
};

} // namespace gtx
