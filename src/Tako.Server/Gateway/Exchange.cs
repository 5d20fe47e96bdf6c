using Microsoft.AspNetCore.Http;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Server.Keys;
using Tako.Server.Limits;
using Tako.Server.Reflexes;
using Tako.Server.Responses;
using Tako.Server.Telemetry;

namespace Tako.Server.Gateway;

/// <summary>One call of a client while it is answered: what is known of it so far.</summary>
internal sealed class Exchange : IDisposable
{
    public required HttpContext Http { get; init; }

    public required Surface Surface { get; init; }

    public required GatewaySnapshot Snapshot { get; init; }

    /// <summary>The id that the client is told and the log names.</summary>
    public required string Id { get; init; }

    public required long Started { get; init; }

    /// <summary>Ends when the client leaves, and when the gateway will wait no longer for running calls.</summary>
    public required CancellationTokenSource Ending { get; init; }

    public RequestBody Body { get; } = new();

    /// <summary>Whose call it is; null where keys are not needed.</summary>
    public VirtualKey? Key { get; set; }

    /// <summary>What is reserved for the call; null until it was let in.</summary>
    public CallTicket? Ticket { get; set; }

    /// <summary>What telemetry has begun; null until the route is asked.</summary>
    public CallSpan? Span { get; set; }

    public string Model { get; set; } = "";

    public bool Streamed { get; set; }

    /// <summary>Only of the Responses API, and only where its answer is kept or goes on from another.</summary>
    public ResponseTurn? Turn { get; set; }

    /// <summary>What looks at its texts; null where no policy is set.</summary>
    public ReflexCall? Reflexes { get; set; }

    /// <summary>What keeps the caller out; null where it may come in.</summary>
    public AccessDoor.Barred? Barred { get; set; }

    /// <summary>The field of the request that is wrong, as the client spells it.</summary>
    public string? Field { get; set; }

    /// <summary>Null until a route has answered.</summary>
    public AnswerHead? Head { get; set; }

    public CallReport? Report { get; set; }

    /// <summary>Why the client got no answer, or no whole one.</summary>
    public CallFailure? Failure { get; set; }

    public int Status { get; set; }

    /// <summary>The stream came to its end, and head and report are final.</summary>
    public bool Ended { get; set; }

    /// <summary>It was cancelled before its end, by the client or by the end of the gateway.</summary>
    public bool Left { get; set; }

    /// <summary>Nobody reads any more what is sent.</summary>
    public bool Unread { get; set; }

    public CancellationToken Token => Ending.Token;

    public void Dispose()
    {
        Body.Dispose();
        Reflexes?.Dispose();
        Ending.Dispose();
    }
}
