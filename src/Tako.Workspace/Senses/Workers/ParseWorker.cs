using System.Text.Json;

namespace Tako.Workspace.Senses.Workers;

/// <summary>
/// One interpreter kept warm to parse with: started at the first question, started again when it dies, given up after dying too
/// often. It parses text that it is given; it never imports or runs any. Safe for concurrent use, one question at a time.
/// </summary>
internal sealed class ParseWorker(WorkerProgram program, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Longer texts are not parsed.</summary>
    public const int MaxText = 2 << 20;

    private const int MaxBatch = 4 << 20;
    private const int MaxDeaths = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private WorkerProcess? _process;
    private string? _givenUp;
    private int _deaths;

    /// <summary>Process id while one runs, for tests that end it.</summary>
    internal int? ProcessId => _process?.Id;

    /// <summary>Version, modules and global names of the interpreter; null when there is none.</summary>
    public async ValueTask<WorkerReply?> AboutAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return (await ReadyAsync(cancellationToken))?.About;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="ask"><c>check</c> for syntax alone, <c>facts</c> for names and imports too.</param>
    public async ValueTask<WorkerOutcome> AskAsync(string ask, IReadOnlyList<WorkerSource> sources, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var answers = new List<WorkerAnswer>(sources.Count);
            foreach (var batch in Batches(sources))
            {
                if (await AskBatchAsync(new WorkerRequest(ask, batch), cancellationToken) is not { } more)
                    return new WorkerOutcome.Silent(_givenUp ?? $"{program.Interpreter} did not answer.");
                answers.AddRange(more);
            }

            return new WorkerOutcome.Answered(answers);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _givenUp = "The worker was closed.";
        _process?.Dispose();
        _process = null;
    }

    private async ValueTask<IReadOnlyList<WorkerAnswer>?> AskBatchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        // One more try for a process that died while it idled; a text that kills the parser is left alone after that.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (await ReadyAsync(cancellationToken) is not { } process)
                return null;
            using var timeout = new CancellationTokenSource(Limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                var reply = await process.AskAsync(request, either.Token);
                if (reply.Answers.Count == request.Sources.Count)
                    return reply.Answers;
                Lost();
            }
            catch (Exception wrong) when (wrong is IOException or JsonException)
            {
                Lost();
            }
            catch (OperationCanceledException)
            {
                // A question without its answer leaves the pipe out of step.
                _process?.Dispose();
                _process = null;
                cancellationToken.ThrowIfCancellationRequested();
                _deaths++;
                break;
            }
        }

        return request.Sources.Count == 1 ? [WorkerAnswer.Unsure] : await OneByOneAsync(request, cancellationToken);
    }

    private async ValueTask<IReadOnlyList<WorkerAnswer>?> OneByOneAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        var answers = new List<WorkerAnswer>(request.Sources.Count);
        foreach (var source in request.Sources)
        {
            if (await AskBatchAsync(request with { Sources = [source] }, cancellationToken) is not { } answer)
                return null;
            answers.AddRange(answer);
        }

        return answers;
    }

    private async ValueTask<WorkerProcess?> ReadyAsync(CancellationToken cancellationToken)
    {
        if (_process is not null || _givenUp is not null)
            return _process;
        if (_deaths >= MaxDeaths)
        {
            _givenUp = $"{program.Interpreter} ended {_deaths} times while it parsed and is not started again.";
            return null;
        }

        using var timeout = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            _process = await WorkerProcess.StartAsync(program, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _givenUp = $"{program.Interpreter} was started and did not answer within {Limit.TotalSeconds:0} s.";
            return null;
        }

        if (_process is null)
            _givenUp = $"There is no working {program.Interpreter} in PATH; install it to have such files parsed.";
        return _process;
    }

    private void Lost()
    {
        _process?.Dispose();
        _process = null;
        _deaths++;
    }

    private static IEnumerable<IReadOnlyList<WorkerSource>> Batches(IReadOnlyList<WorkerSource> sources)
    {
        var batch = new List<WorkerSource>();
        var size = 0;
        foreach (var source in sources)
        {
            var text = source.Text.Length <= MaxText ? source : source with { Text = "" };
            if (batch.Count > 0 && size + text.Text.Length > MaxBatch)
            {
                yield return batch;
                (batch, size) = ([], 0);
            }

            batch.Add(text);
            size += text.Text.Length;
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
