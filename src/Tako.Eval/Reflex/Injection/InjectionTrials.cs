using Tako.Core.Text;
using Tako.Reflexes.Injection;
using Tako.Reflexes.Inspection;

namespace Tako.Eval.Reflex.Injection;

/// <summary>Trains on one part of the texts and judges another.</summary>
internal sealed class InjectionTrials(IReadOnlyList<InjectionText> texts)
{
    /// <summary>So many parts of the groups: with fewer, the models would lack what the shipped one has seen of the same sources.</summary>
    public const int Folds = 10;

    private readonly LinearTraining _training = new();
    private readonly Dictionary<InjectionText, bool> _ruled = Ruled(texts);

    /// <summary>Every fold, judged by a model trained on the others; with the threshold that its training drew.</summary>
    public IEnumerable<(Judgement One, int Line, double Share)> Crossed()
    {
        for (var fold = 0; fold < Folds; fold++)
        {
            var trained = LinearTrainer.Train(InjectionModel.Head, [.. texts.Where(text => text.Fold != fold).Select(static text =>
                text.Text)], _training);
            var model = LinearTrainer.Pack(_training, [trained]);
            var line = trained.Head.SumAt(trained.Head.Threshold);
            foreach (var text in texts.Where(text => text.Fold == fold))
                yield return (Judge(model, text), line, trained.Head.Threshold);
        }
    }

    /// <summary>
    /// A source's attacks judged by a model that saw none of them, and the ordinary texts of the half it did not see either.
    /// </summary>
    public (IReadOnlyList<Judgement> Attacks, IReadOnlyList<Judgement> Ordinary) Without(string set)
    {
        var model = LinearTrainer.Fit(InjectionModel.Head,
            [.. texts.Where(text => text.Attack ? text.Set != set : text.Half == 0).Select(static text => text.Text)], _training);
        return ([.. texts.Where(text => text.Attack && text.Set == set).Select(text => Judge(model, text))],
            [.. texts.Where(static text => !text.Attack && text.Half == 1).Select(text => Judge(model, text))]);
    }

    private Judgement Judge(LinearHeads model, InjectionText text)
    {
        Span<int> best = stackalloc int[1];
        model.Highest(text.Text.Text, best);
        return new Judgement(text, best[0], _ruled[text]);
    }

    private static Dictionary<InjectionText, bool> Ruled(IReadOnlyList<InjectionText> texts)
    {
        var scanner = new InjectionScanner(model: null);
        var found = new FindingList();
        var ruled = new Dictionary<InjectionText, bool>(ReferenceEqualityComparer.Instance);
        foreach (var text in texts)
        {
            found.Clear();
            scanner.Find(text.Text.Text, text.Met, found);
            ruled[text] = found.Count > 0;
        }

        return ruled;
    }
}
