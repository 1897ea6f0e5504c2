// SPDX-License-Identifier: MIT
/// \file
/// --dbc: files of the user, each for one interface or for all that have none of their own.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/dialect/dbc_dialect.hpp"
#include "tools/gtx-decode/options.hpp"

namespace gtx::decode_tool {

/// FILE[@INTERFACE] as typed. What stands behind the last @ is an interface, unless there is a file of the
/// whole name or it could be no interface.
struct DatabaseName {
    explicit DatabaseName(const std::string& typed);
    std::string file;
    std::string interface; ///< empty: all that no other file is for
};

class Databases {
public:
    /// Reads the files that `options` name. False where one says what cannot be meant, which is then told.
    /// *Errors:* of files.
    Result<bool> read(const Options& options);

    [[nodiscard]] bool empty() const { return uses_.empty(); }
    /// What an interface speaks; null: no file is for it.
    const dialect::Dialect* dialect_of(std::string_view interface);
    /// Strikes out the names that a file has.
    void strike_known(std::vector<std::string>& names, const decode::Selection& selection) const;
    /// Says which interfaces were named and are not among `heard`.
    void tell_unheard(const log::InterfaceNames& heard) const;
    /// "bus.dbc" or "bus.dbc, pack.dbc".
    [[nodiscard]] std::string files() const;

private:
    struct Use {
        std::string file;
        std::string interface;
        const dialect::DbcPart* part = nullptr;
    };
    Result<const dialect::DbcPart*> part_of(const std::string& path);

    std::map<std::string, dialect::DbcPart> parts_; ///< by path
    std::vector<Use> uses_;                         ///< in the order typed
    std::map<std::string, std::unique_ptr<dialect::DbcDialect>, std::less<>> dialects_; ///< by interface
};

} // namespace gtx::decode_tool
