using Tako.Brain;
using Tako.Models.Catalog;
using Tako.Models.Config;

namespace Tako.Running;

/// <summary>
/// What a task could cost, from the sizes of prompts as Tako writes them: about four bytes a token in, and answers of the
/// usual size at the least, of the largest allowed size at the most.
/// </summary>
internal static class CostEstimate
{
    private const int BytesPerToken = 4;
    private const int PlanPrompt = 8_000;
    private const int JudgePrompt = 6_000;
    private const int UsualAnswer = 800;
    private const int FileBytes = 24_000;

    public static ((long Least, long Most) Tokens, (decimal Least, decimal Most)? Usd) For(
        ModelConfig? model, AnimalParts parts, int coders,
        bool plans, Cleared? cleared)
    {
        var answer = Math.Min(parts.Limits.AnswerTokens, model?.MaxOutput ?? parts.Limits.AnswerTokens);
        var files = Math.Min(8L * FileBytes, cleared?.Facts.Bytes ?? FileBytes);
        var (coder, plan, judge) = ((files + 6_000) / BytesPerToken, PlanPrompt / BytesPerToken, JudgePrompt / BytesPerToken);
        var leastIn = coders * coder + judge + (plans ? plan : 0);
        var leastOut = (coders + 1 + (plans ? 1 : 0)) * (long)UsualAnswer;
        var turns = coders * parts.Coder.Turns * (1 + parts.Brain.Forks) + parts.Brain.RepairRounds * parts.Coder.Turns;
        var mostIn = turns * coder * 2 + (parts.Brain.RepairRounds + 1) * judge + (plans ? 3 * plan : 0);
        var mostOut = (turns + parts.Brain.RepairRounds + 1 + (plans ? 3 : 0)) * (long)answer;
        var least = model?.Prices.Cost(leastIn, leastOut);
        var most = model?.Prices.Cost(mostIn, mostOut);
        return ((leastIn + leastOut, mostIn + mostOut), least is { } from && most is { } to ? (from, to) : null);
    }
}
