namespace Harbour;

/// <summary>Gives out berths, one vessel each.</summary>
public sealed class HarbourMaster(IEnumerable<Berth> berths)
{
    private readonly List<Berth> _free = [.. berths];

    /// <summary>
    /// The shortest free berth that holds the vessel, so that the long ones stay free for those who need them; null when none does.
    /// </summary>
    public Berth? Assign(Vessel vessel, Tide tide)
    {
        var berth = _free
            .Where(free => free.Holds(vessel, tide))
            .OrderByDescending(free => free.Length)
            .ThenBy(free => free.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        if (berth is not null)
            _free.Remove(berth);
        return berth;
    }

    public void Release(Berth berth) => _free.Add(berth);
}
