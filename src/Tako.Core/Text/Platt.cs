namespace Tako.Core.Text;

/// <summary>Fits a logistic curve from sums to shares (Platt, 1999), by Newton's method with the targets drawn in a little.</summary>
internal static class Platt
{
    private const int Rounds = 60;

    public static (double Slope, double Intercept) Fit(IReadOnlyList<(int Sum, bool Positive)> measured)
    {
        var positives = measured.Count(static one => one.Positive);
        var high = (positives + 1.0) / (positives + 2.0);
        var low = 1.0 / (measured.Count - positives + 2.0);
        // In units of the spread, so that the steps are of one size whatever the sums are.
        var spread = Math.Max(1, Math.Sqrt(measured.Average(static one => (double)one.Sum * one.Sum)));
        var (slope, intercept) = (1.0, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            var (a, b, aa, ab, bb) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
            foreach (var (sum, positive) in measured)
            {
                var x = sum / spread;
                var share = 1 / (1 + Math.Exp(-((slope * x) + intercept)));
                var (wrong, curve) = (share - (positive ? high : low), share * (1 - share));
                a += wrong * x;
                b += wrong;
                aa += curve * x * x;
                ab += curve * x;
                bb += curve;
            }

            var whole = (aa * bb) - (ab * ab) + 1e-12;
            var (stepA, stepB) = (((bb * a) - (ab * b)) / whole, ((aa * b) - (ab * a)) / whole);
            slope -= Math.Clamp(stepA, -1, 1);
            intercept -= Math.Clamp(stepB, -1, 1);
        }

        // A head that cannot tell the two apart still needs a curve that rises.
        return (Math.Max(slope, 1e-3) / spread, intercept);
    }
}
