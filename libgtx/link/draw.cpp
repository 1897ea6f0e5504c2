// SPDX-License-Identifier: MIT
#include "gtx/link/draw.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "link/draw_impl.hpp"

namespace gtx::link {
namespace {

constexpr std::size_t box_width = 20;

/// A box and what is on its rows, from the top.
struct Box {
    std::string title;
    std::vector<std::pair<End, std::string_view>> left;
    std::vector<std::pair<End, std::string_view>> right;
    [[nodiscard]] std::size_t rows() const { return std::max(left.size(), right.size()); }
};

class Drawing {
public:
    Drawing(const Wiring& wiring, std::span<const WiringFinding> findings, const DrawOptions& options)
        : wiring_(wiring), findings_(findings), options_(options) {}

    std::string draw() {
        make_boxes();
        place();
        make_runs();
        lanes_left_ = give_lanes(left_);
        lanes_right_ = give_lanes(right_);
        choose_pitch();
        Paper paper(rows_, side(lanes_left_) + box_width + side(lanes_right_));
        draw_boxes(paper);
        for (const auto& run : left_) draw_run(paper, run, true);
        for (const auto& run : right_) draw_run(paper, run, false);
        return paper.text(options_.unicode) + "L link, C CAN, P plus, M minus, E earth" +
               (findings_.empty() ? "\n" : ", # wrong: see the number\n");
    }

private:
    [[nodiscard]] bool used(const End& end) const {
        return std::ranges::any_of(wiring_.cables, [&](const auto& c) { return c.a == end || c.b == end; });
    }

    void make_boxes() {
        const auto of_pcs = [](Spot spot) { return End{.device = Device::pcs, .spot = spot}; };
        boxes_.push_back(
            {"PCS", {{of_pcs(Spot::can), "CAN"}}, {{of_pcs(Spot::plus), "+"}, {of_pcs(Spot::minus), "-"}}});
        for (unsigned p = 1; p <= wiring_.packs; ++p) {
            const auto of_pack = [p](Spot spot) { return End{.pack = p, .spot = spot}; };
            Box box{fmt::format("PACK {}", p),
                    {{of_pack(Spot::in), "In"}, {of_pack(Spot::out), "Out"}, {of_pack(Spot::can), "CAN"}},
                    {{of_pack(Spot::plus), "P+"}, {of_pack(Spot::minus), "P-"}, {of_pack(Spot::pe), "PE"}}};
            if (used(of_pack(Spot::rs232))) box.left.emplace_back(of_pack(Spot::rs232), "RS232");
            boxes_.push_back(std::move(box));
        }
        boxes_.push_back({"", {}, {{End{.device = Device::ground, .spot = Spot::pe}, "ground"}}});
    }

    void place() {
        for (const auto& box : boxes_) {
            tops_.push_back(rows_);
            for (const auto* side : {&box.left, &box.right})
                for (std::size_t i = 0; i < side->size(); ++i) row_of_[(*side)[i].first] = rows_ + 1 + i;
            rows_ += box.rows() + 2;
        }
    }

    void make_runs() {
        for (std::size_t i = 0; i < wiring_.cables.size(); ++i) {
            const auto& c = wiring_.cables[i];
            const auto a = row_of_.find(c.a), b = row_of_.find(c.b);
            if (a == row_of_.end() || b == row_of_.end()) continue; // single wires and contacts
            Run run{std::min(a->second, b->second), std::max(a->second, b->second)};
            run.label = label_of(c);
            if (const auto number = number_of(i); number != 0) {
                run.wrong = true;
                run.label = number;
            }
            (c.kind == CableKind::link || c.kind == CableKind::can ? left_ : right_).push_back(run);
        }
    }

    static char label_of(const Connection& c) {
        if (c.kind == CableKind::link) return 'L';
        if (c.kind == CableKind::can) return 'C';
        if (c.kind == CableKind::pe) return 'E';
        return c.a.spot == Spot::plus ? 'P' : 'M';
    }

    /// Of the first finding that the cable is in; 0: none.
    [[nodiscard]] char number_of(std::size_t cable) const {
        constexpr std::string_view digits = "123456789abcdefghijklmnopqrstuvwxyz";
        for (std::size_t i = 0; i < findings_.size(); ++i)
            if (std::ranges::count(findings_[i].cables, cable) > 0)
                return i < digits.size() ? digits[i] : '?';
        return 0;
    }

    /// Columns beside the boxes.
    [[nodiscard]] std::size_t side(std::size_t lanes) const { return lanes == 0 ? 0 : 1 + pitch_ * lanes; }

    void choose_pitch() {
        while (pitch_ > 2 && side(lanes_left_) + box_width + side(lanes_right_) > options_.width) --pitch_;
    }

    void draw_boxes(Paper& paper) const {
        const auto first = side(lanes_left_), last = first + box_width - 1;
        for (std::size_t i = 0; i < boxes_.size(); ++i) {
            const auto& box = boxes_[i];
            const auto top = tops_[i], bottom = top + box.rows() + 1;
            for (const auto row : {top, bottom}) paper.across(row, first, last);
            for (const auto column : {first, last}) paper.down(column, top, bottom, false);
            paper.write(top + 1, first + 7, box.title);
            for (std::size_t k = 0; k < box.left.size(); ++k)
                paper.write(top + 1 + k, first + 2, box.left[k].second);
            for (std::size_t k = 0; k < box.right.size(); ++k)
                paper.write(top + 1 + k, last - 1 - box.right[k].second.size(), box.right[k].second);
        }
    }

    void draw_run(Paper& paper, const Run& run, bool is_left) const {
        const auto first = side(lanes_left_), last = first + box_width - 1;
        const auto away = pitch_ * (run.lane + 1);
        const auto column = is_left ? first - away : last + away;
        for (const auto row : {run.top, run.bottom}) {
            is_left ? paper.across(row, column, first - 1) : paper.across(row, last + 1, column);
            paper.joint(row, column);
        }
        paper.down(column, run.top, run.bottom, run.wrong);
        if (run.bottom - run.top > 1)
            paper.write((run.top + run.bottom) / 2, column, std::string(1, run.label));
    }

    const Wiring& wiring_;
    std::span<const WiringFinding> findings_;
    DrawOptions options_;
    std::vector<Box> boxes_;
    std::vector<std::size_t> tops_;
    std::map<End, std::size_t> row_of_;
    std::size_t rows_ = 0;
    std::vector<Run> left_;
    std::vector<Run> right_;
    std::size_t lanes_left_ = 0;
    std::size_t lanes_right_ = 0;
    std::size_t pitch_ = 4;
};

} // namespace

std::string draw(const Wiring& wiring, std::span<const WiringFinding> findings, const DrawOptions& options) {
    return Drawing(wiring, findings, options).draw();
}

} // namespace gtx::link
