using System.CommandLine;
using Tako.Cli.Terminal;

namespace Tako.Cli.Verbs;

/// <summary><c>tako completion</c>: a script that teaches a shell to complete tako's command line.</summary>
internal static class CompletionVerb
{
    // The executable itself knows what can come next; the scripts only ask it.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _tako() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(tako "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _tako tako
            """,
        ["zsh"] = """
            _tako() {
              local -a found
              found=("${(@f)$(tako "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
              compadd -a found
            }
            compdef _tako tako
            """,
        ["fish"] = """
            complete -c tako -a '(tako "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
            """,
    };

    public static Command Command()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish.", CompletionSources = { "bash", "zsh", "fish" } };
        var command = new Command("completion", """
            Print a script that completes tako's command line.

            Example:
              eval "$(tako completion bash)"
            """) { shell };
        command.SetAction(parsed =>
        {
            if (!Scripts.TryGetValue(parsed.GetValue(shell)!, out var script))
                return Say.Fail($"There is no script for '{parsed.GetValue(shell)}'; take bash, zsh or fish.", ExitCode.Usage);
            Console.WriteLine(script);
            return ExitCode.Done;
        });
        return command;
    }
}
