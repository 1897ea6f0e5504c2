// SPDX-License-Identifier: MIT
/// \file
/// Which frames and signals are wanted. What is not selected still counts for recognising the dialect.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/base/time.hpp"
#include "gtx/decode/stream.hpp"
#include "gtx/wire/codec.hpp"

namespace gtx::decode {

/// Identifiers from `first` to `last`, both included, of either width.
struct IdRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

struct Selection {
    std::vector<std::string> interfaces; ///< empty: all; the same for the lists below
    std::vector<IdRange> ids;
    std::vector<std::string> messages;
    std::vector<std::string> signals; ///< "cell" means all cells, "cell_3" one; with or without unit
    std::optional<Timestamp> from;    ///< included
    std::optional<Timestamp> to;      ///< not included

    /// True where every frame is wanted.
    [[nodiscard]] bool selects_all() const {
        return interfaces.empty() && ids.empty() && messages.empty() && signals.empty() && !selects_time();
    }
    [[nodiscard]] bool selects_time() const { return from || to; }
    [[nodiscard]] bool wants_time(Timestamp t) const {
        return t.known() && (!from || t >= *from) && (!to || t < *to);
    }
};

/// "351", "351,355", "350-35F", "18F20000-18F2FFFF". *Errors:* bad_syntax, naming the part.
GTX_API Result<std::vector<IdRange>> parse_ids(std::string_view text);

/// True where the interface, the identifier and the message of a slot are wanted. `interface` is its name.
GTX_API bool wants(const Selection& selection, const Slot& slot, std::string_view interface);

/// The rows of a message whose signals are wanted.
GTX_API wire::RowMask wanted_rows(const Selection& selection, const wire::Table& table);

/// The names in `messages` and `signals` that no message of the dialect bears: probably typing errors.
GTX_API std::vector<std::string> unknown_names(const Selection& selection, const dialect::Dialect& dialect);

} // namespace gtx::decode
