namespace ArchitectAnalyzers.Models;

/// <summary>A middleware that has to be moved.</summary>
/// <param name="Call">The call to move.</param>
/// <param name="Other">The call to move it to.</param>
/// <param name="IsLate">Whether it has to come before the other; else after it.</param>
/// <param name="Why">What goes wrong where it is.</param>
/// <param name="HasPlace">Whether all is in order once it is there.</param>
internal sealed record Misplacement(PipelineCall Call, PipelineCall Other, bool IsLate, string Why, bool HasPlace);

/// <summary>Finds the fewest calls whose move puts a set-up in order.</summary>
internal static class Misplacements
{
    internal static List<Misplacement> Of(App app, Facts facts, CancellationToken cancellationToken)
    {
        var found = new List<Misplacement>();
        var calls = new List<PipelineCall>();
        foreach (var call in app.Calls)
            if (OrderTable.Names.Contains(call.Name) && call.IsFrameworks) calls.Add(call);
        AddReaders(calls, app, facts, cancellationToken);

        while (calls.Count > 1 && Worst(calls, app) is { } worst)
        {
            found.Add(worst);
            calls.Remove(worst.Call);
        }

        return found;
    }

    // Only where a session is used: what of the team's own reads it.
    private static void AddReaders(List<PipelineCall> calls, App app, Facts facts, CancellationToken cancellationToken)
    {
        if (calls.Find(static call => call.Name == "UseSession") is not { } session) return;
        foreach (var call in app.Calls)
        {
            if (call == session) break;
            if (call.Name is not ("Use" or "UseMiddleware" or "Run") || !call.IsFrameworks || !Sessions.IsReadBy(call, facts, cancellationToken)) continue;
            call.Role = OrderTable.ReadsSession;
            calls.Insert(IndexIn(calls, call, app), call);
        }
    }

    private static int IndexIn(List<PipelineCall> calls, PipelineCall call, App app)
    {
        var at = 0;
        foreach (var each in app.Calls)
        {
            if (each == call) break;
            if (at < calls.Count && calls[at] == each) at++;
        }

        return at;
    }

    // The call that most pairs are wrong about, of those with which something goes wrong.
    private static Misplacement? Worst(List<PipelineCall> calls, App app)
    {
        List<(int First, int Second, OrderRow Row)>? wrong = null;
        foreach (var row in OrderTable.Rows)
            for (var first = 0; first < calls.Count; first++)
                if (calls[first].Role == row.First && Swapped(calls, first, row.Second) is { } second) (wrong ??= new()).Add((first, second, row));
        if (wrong is null) return null;

        var (scores, harm) = (new int[calls.Count], new bool[calls.Count]);
        foreach (var (first, second, row) in wrong)
        {
            // Pairs count first; among equals, what the documentation has as its subject.
            scores[first] += 1000;
            scores[second] += 1000;
            scores[calls[first].Role == row.Subject ? first : second]++;
            if (IsWrong(row, app)) harm[first] = harm[second] = true;
        }

        var at = -1;
        for (var i = 0; i < scores.Length; i++)
            if (harm[i] && (at < 0 || scores[i] > scores[at])) at = i;
        return at < 0 ? null : Place(calls, at, wrong);
    }

    private static bool IsWrong(OrderRow row, App app) => !row.IsCustom && (!row.IsOfStartup || app.Entry is TypeDeclarationSyntax);

    // The last of the second name, where all of them come before this first of the first name.
    private static int? Swapped(List<PipelineCall> calls, int first, string secondName)
    {
        int? second = null;
        for (var i = 0; i < calls.Count; i++)
        {
            if (!calls[i].IsTogetherWith(calls[first])) continue;
            if (i < first && calls[i].Role == calls[first].Role) return null;
            if (calls[i].Role != secondName) continue;
            if (i > first) return null;
            second = i;
        }

        return second;
    }

    private static Misplacement Place(List<PipelineCall> calls, int at, List<(int First, int Second, OrderRow Row)> wrong)
    {
        // Behind all that it has to follow, in front of all that has to follow it.
        var (behind, front) = (-1, calls.Count);
        for (var i = 0; i < calls.Count; i++)
        {
            if (i == at || !calls[i].IsTogetherWith(calls[at])) continue;
            if (Row(calls[i].Role, calls[at].Role) is not null) behind = i;
            if (front == calls.Count && Row(calls[at].Role, calls[i].Role) is not null) front = i;
        }

        if (front < at && behind < front) return new(calls[at], calls[front], true, Row(calls[at].Role, calls[front].Role)!.Why, true);
        if (behind > at && front > behind) return new(calls[at], calls[behind], false, Row(calls[behind].Role, calls[at].Role)!.Why, true);
        foreach (var (first, second, row) in wrong)
        {
            if (first == at) return new(calls[at], calls[second], true, row.Why, false);
            if (second == at) return new(calls[at], calls[first], false, row.Why, false);
        }

        throw new InvalidOperationException("no pair is wrong about the call");
    }

    private static OrderRow? Row(string first, string second)
    {
        foreach (var row in OrderTable.Rows)
            if (row.First == first && row.Second == second) return row;
        return null;
    }
}
