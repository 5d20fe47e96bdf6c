namespace Tako.Testing.Ledgers;

/// <summary>What someone with access to the store's own tables can do to a stream behind the ledger's back.</summary>
public enum Tampering
{
    /// <summary>Replace the body of one event.</summary>
    ChangeBody,

    /// <summary>Replace the actor of one event.</summary>
    ChangeActor,

    /// <summary>Move one event in time.</summary>
    ChangeTime,

    /// <summary>Remove one event.</summary>
    DropEvent,

    /// <summary>Remove this event and all behind it.</summary>
    DropTail,

    /// <summary>Remove every event but keep the head.</summary>
    DropEvents,

    /// <summary>Remove the head but keep the events.</summary>
    DropHead,

    /// <summary>Copy an event behind the last one.</summary>
    AddEvent,
}
