// SPDX-License-Identifier: MIT
// The one file that includes CLI11.
#include "tools/common/cli.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/common/help.hpp"
#include "tools/common/message.hpp"
#include "tools/common/output.hpp"

namespace gtx::cli {
namespace {

/// A value that a row refused.
struct Refused {
    std::string what;
};

/// CLI11 takes "[a,b]" of a positional for a list. A NUL, which no argument can hold, keeps it from doing so.
constexpr char shield = '\0';

/// The option that `word` is, if it may stand without a value.
const Option* may_stand_alone(const Tool& tool, std::string_view word) {
    if (!word.starts_with("--")) return nullptr;
    const auto at = std::find_if(tool.options.begin(), tool.options.end(), [&](const Option& o) {
        return !o.alone.empty() && o.name == word.substr(2);
    });
    return at == tool.options.end() ? nullptr : &*at;
}

/// The words as typed, each option that stands alone with the value that this means.
std::vector<std::string> words_of(int argc, const char* const* argv, const Tool& tool, void* options) {
    std::vector<std::string> words;
    bool all_plain = false;
    for (int i = 1; i < argc; ++i) {
        std::string word = argv[i];
        all_plain = all_plain || word == "--";
        const auto* row = all_plain ? nullptr : may_stand_alone(tool, word);
        if (row != nullptr) {
            const bool takes_next = i + 1 < argc && row->store(options, argv[i + 1]).has_value();
            ((word += '=') += takes_next ? std::string_view(argv[i + 1]) : row->alone);
            i += takes_next ? 1 : 0;
        }
        words.push_back(std::move(word));
    }
    return words;
}

std::vector<std::string> reversed_arguments(std::vector<std::string> arguments) {
    for (auto& text : arguments)
        if (text.starts_with('[') && text.ends_with(']')) text += shield;
    std::reverse(arguments.begin(), arguments.end());
    return arguments;
}

std::string_view unshielded(std::string_view text) {
    if (text.ends_with(shield)) text.remove_suffix(1);
    return text;
}

CLI::callback_t taker(Store store, void* options, std::string name) {
    return [=](const CLI::results_t& results) {
        for (const auto& text : results) {
            if (auto r = store(options, unshielded(text)); !r) throw Refused{r.error().in(name).message()};
        }
        return true;
    };
}

void add(CLI::App& app, const Option& row, void* options) {
    const auto name =
        row.letter != 0 ? fmt::format("-{},--{}", row.letter, row.name) : fmt::format("--{}", row.name);
    if (row.kind == Kind::flag) {
        const auto set = [=](std::int64_t) {
            if (row.store != nullptr) (void)row.store(options, {});
        };
        app.add_flag_function(name, set)->disable_flag_override();
        return;
    }
    const auto policy = row.repeatable ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast;
    app.add_option(name, taker(row.store, options, fmt::format("--{}", row.name)))
        ->expected(1)
        ->multi_option_policy(policy)
        ->allow_extra_args(false);
}

void add(CLI::App& app, const Positional& row, void* options) {
    auto* option = app.add_option(fmt::format("positional-{}", row.name),
                                  taker(row.store, options, std::string(row.name)));
    if (row.repeatable) {
        option->expected(1, CLI::detail::expected_max_vector_size)->allow_extra_args(true);
    } else {
        option->expected(1)->allow_extra_args(false);
    }
}

/// Our words for a number of values that does not fit: CLI11 begins its own with the option's name.
std::string mismatch(const CLI::Error& e, const Tool& tool) {
    const std::string_view words = e.what();
    const auto name = words.substr(0, words.find_first_of(": "));
    const auto plain = name.substr(std::min(name.find_first_not_of('-'), name.size()));
    const auto row = std::find_if(tool.options.begin(), tool.options.end(),
                                  [&](const Option& o) { return o.name == plain; });
    if (row == tool.options.end()) return std::string(words);
    return fmt::format("--{} {}", plain, row->kind == Kind::flag ? "takes no value" : "needs a value");
}

std::string unexpected(const CLI::App& app) {
    const auto rest = app.remaining();
    const auto text = rest.empty() ? std::string() : std::string(unshielded(rest.front()));
    return fmt::format("{} '{}'", text.starts_with('-') ? "unknown option" : "unexpected argument", text);
}

std::optional<std::string> first_missing(const CLI::App& app, const Tool& tool) {
    for (const auto& p : tool.positionals) {
        if (p.required && app.count(fmt::format("positional-{}", p.name)) == 0) {
            return fmt::format("{} is missing", p.name);
        }
    }
    return {};
}

/// The verb as typed, of a tool that has verbs.
std::string verb_of(const CLI::App& app, const Tool& tool) {
    if (!tool.verbs) return {};
    const auto typed = app.get_option(fmt::format("positional-{}", tool.positionals.front().name))->results();
    return typed.empty() ? std::string() : typed.front();
}

/// The first option that does not go with the verb, of a tool that has verbs.
std::optional<std::string> stray_option(const CLI::App& app, const Tool& tool) {
    if (!tool.verbs) return {};
    const auto verb = verb_of(app, tool);
    for (const auto& o : tool.options) {
        if (app.count(fmt::format("--{}", o.name)) == 0 || goes_with(o, verb)) continue;
        return fmt::format("--{} goes with {}, not with {}", o.name, o.verbs, verb);
    }
    return {};
}

/// What is wrong with the command line, or nothing.
std::optional<std::string> complaint(CLI::App& app, std::vector<std::string> arguments, const Tool& tool) {
    try {
        app.parse(std::move(arguments));
        if (app.count("--help") + app.count("--version") > 0) return {};
        if (auto missing = first_missing(app, tool)) return missing;
        return stray_option(app, tool);
    } catch (const Refused& e) {
        return e.what;
    } catch (const CLI::ExtrasError&) {
        return unexpected(app);
    } catch (const CLI::ArgumentMismatch& e) {
        return mismatch(e, tool);
    } catch (const CLI::Error& e) {
        return e.what();
    }
}

ExitStatus print(std::string_view text) {
    auto output = Output::open("-");
    if (output) output->write(text);
    const auto result = output ? output->close() : Result<void>(output.error());
    if (result) return ExitStatus::yes;
    say(result.error().message());
    return ExitStatus::world;
}

} // namespace

ExitStatus wrong_usage(const Tool& tool, std::string_view what) {
    say(what);
    error("try '{} --help'", tool.name);
    return ExitStatus::usage;
}

std::optional<ExitStatus> parse(int argc, const char* const* argv, const Tool& tool, void* options) {
    CLI::App app;
    app.set_help_flag();
    for (const auto& row : tool.options) add(app, row, options);
    for (const auto& row : tool.positionals) add(app, row, options);
    if (const auto what = complaint(app, reversed_arguments(words_of(argc, argv, tool, options)), tool))
        return wrong_usage(tool, *what);
    if (app.count("--help") > 0) return print(help_text(tool, verb_of(app, tool)));
    if (app.count("--version") > 0) return print(version_text(tool));
    return {};
}

} // namespace gtx::cli
