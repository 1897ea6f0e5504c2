// SPDX-License-Identifier: MIT
/// \file
/// Time series from CSV files (prices, load, sun, temperatures), and slots for a day made of them.
///
/// One row for each slot, `time,value`, with or without a heading, separated by comma, semicolon or tab.
/// A row holds until the next one begins; the last is as long as the one before it. Widths may change from
/// row to row. A time is a date with an offset or `Z` (`2026-03-29T03:00:00+02:00`, `2026-03-29
/// 03:00+02:00`), or seconds since 1970. A date without offset is refused: when clocks change such a time is
/// there twice, or not at all. Since each row has its own offset, days of 23 and 25 hours are nothing
/// special.
///
/// A heading names the columns: one of time, begin, start, from, t, timestamp, date, datetime; and that of
/// the value, by its quantity: price, buy, import, sell, export, load, pv, power, temperature, value, with a
/// unit behind it if it has one (`load_W`, `pv [kW]`, `price_EUR/MWh`, `buy_ct/kWh`).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/plan/day.hpp"
#include "gtx/plan/storage.hpp"

namespace gtx::plan {

/// What the values of a series are. They come out in the unit named here.
enum class SeriesKind : std::uint8_t {
    price,       ///< money for a kWh; headings may say /MWh, ct or cent
    power,       ///< W; headings may say kW or MW
    temperature, ///< degC; headings may say degF or K
};

/// One row.
struct Row {
    Timestamp begin;
    Timestamp end;
    Seconds utc_offset{0};
    double value = 0;
    std::uint64_t line = 0; ///< where it stood, from 1
};
using Series = std::vector<Row>;

/// A place in a file that was refused.
struct CsvRefusal {
    std::string file;
    std::uint64_t line = 0;   ///< from 1
    std::uint64_t column = 0; ///< byte in the line, from 1
    std::string why;          ///< "expected a number, not 'x'"
};
/// "prices.csv:7:12: expected a number, not 'x'".
GTX_API std::string message(const CsvRefusal& refusal);

struct SeriesOptions {
    SeriesKind kind = SeriesKind::price;
    /// Names of the value's column, the first that is there counts ("buy", "price"); without any the names of
    /// the quantity. In lower case.
    std::vector<std::string> columns;
    /// Width of a row that has no other row beside it.
    Seconds width{3600};
};

/// Reads a file's text; `file` is its name for messages. Refused lines go to `refused`, at most 100; if there
/// is one, the series is not to be used. At most 1000000 rows, ascending in time.
GTX_API Series read_series(std::string_view text, std::string_view file, const SeriesOptions& options,
                           std::vector<CsvRefusal>& refused);

/// What slots are made of. An empty series is 0 throughout, but prices to buy must be there.
struct SlotSources {
    std::span<const Row> buy;
    std::span<const Row> sell;
    std::span<const Row> load;
    std::span<const Row> pv;
    Timestamp from = Timestamp::none(); ///< none: where prices to buy begin
    Timestamp to = Timestamp::none();   ///< none: where they end
    /// Names of the files, for messages; empty: none is told.
    struct Files {
        std::string_view buy, sell, load, pv;
    };
    Files files{};
};

/// Slots that begin wherever a row of any series does, so values are constant in each. Fails where a series
/// that is there does not cover all of the time, with the time and the row beside the gap:
/// "load.csv:3: expected a row for the load at 2026-03-28T12:00:00+01:00; this one ends there".
GTX_API Result<std::vector<DaySlot>> slots_of(const SlotSources& sources);

/// For StorageWish::temperatures.
GTX_API std::vector<TemperatureFrom> temperatures_of(std::span<const Row> series);

} // namespace gtx::plan
