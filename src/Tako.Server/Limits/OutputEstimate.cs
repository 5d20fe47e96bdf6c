namespace Tako.Server.Limits;

/// <summary>Learns how much of what it may answer a model answers. It starts from all of it, and stays above what it has
/// seen by three mean deviations. Guarded by the lock of admission.</summary>
internal sealed class OutputEstimate
{
    private const double Weight = 0.05;
    private const double Above = 3;
    private double _share = 1;
    private double _deviation;

    public long Of(long most) => Math.Clamp((long)Math.Ceiling(most * (_share + Above * _deviation)), 1, most);

    public void Learn(long answered, long most)
    {
        var share = Math.Min(1, answered / (double)Math.Max(1, most));
        var off = share - _share;
        _share += Weight * off;
        _deviation += Weight * (Math.Abs(off) - _deviation);
    }
}
