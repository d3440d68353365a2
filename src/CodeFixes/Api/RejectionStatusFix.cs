using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Sets the status, and hands on the time that the limiter knows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RejectionStatusFix))]
public sealed class RejectionStatusFix() : RuleFix(RejectionStatus.Descriptor)
{
    private const string Status = "StatusCodes.Status429TooManyRequests";

    private static readonly (string Name, string Namespace)[] s_statusNeeds = { ("StatusCodes", "Microsoft.AspNetCore.Http") };

    private static readonly (string Name, string Namespace)[] s_timeNeeds =
    {
        ("CultureInfo", "System.Globalization"), ("MetadataName", "System.Threading.RateLimiting"), ("Math", "System"),
        ("ValueTask", "System.Threading.Tasks"), ("StatusCodes", "Microsoft.AspNetCore.Http"),
    };

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call()?.ArgumentList.Arguments.LastOrDefault()?.Expression is not LambdaExpressionSyntax lambda) yield break;
        var (status, time) = (site[RejectionStatus.Status] is not null, site[RejectionStatus.Time] is not null);
        if (time && site[RejectionStatus.Handled] is not null) yield break;
        var needs = time ? s_timeNeeds : s_statusNeeds;
        if (Parameter(lambda) is not { } options || !site.CanName(lambda.SpanStart, needs)) yield break;

        var written = status && Refusal.Of(lambda, site.Facts, site.CancellationToken)?.Written is { } value ? value : null;
        var statements = new List<string>();
        if (status && written is null) statements.Add($"{options}.RejectionStatusCode = {Status};");
        if (time) statements.Add(RateLimiterCode.OnRejected(options));
        if (lambda.Block is not { } block)
        {
            if (written is not null || InBlock(lambda, statements) is not { } converted) yield break;
            yield return Plan(editor => editor.ReplaceNode(lambda, (_, _) => converted));
            yield break;
        }

        if (statements.Count > 0 && (block.Statements.Count == 0 || !new StatementPlace(block, 0).IsBetweenLines)) yield break;
        yield return Plan(editor =>
        {
            if (written is not null) editor.ReplaceNode(written, (current, _) => ParseExpression(Status).WithTriviaFrom(current));
            for (var i = statements.Count - 1; i >= 0; i--)
            {
                var statement = statements[i];
                editor.ReplaceNode(block, (current, _) => StatementPlace.Inserted(current, 0, statement));
            }
        });

        FixPlan Plan(Action<SyntaxEditor> edit) => new(
            time ? status ? "Answer 429 and say when to come back" : "Say when to come back" : "Answer 429", "ARCH3003", edit,
            needs.Select(need => need.Namespace).ToArray());
    }

    private static string? Parameter(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.Text,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0].Identifier.Text,
        _ => null,
    };

    // options => options.AddFixedWindowLimiter(…) becomes a block that ends with the call.
    private static LambdaExpressionSyntax? InBlock(LambdaExpressionSyntax lambda, List<string> statements)
    {
        var body = lambda.ExpressionBody!;
        if (body is not (InvocationExpressionSyntax or AssignmentExpressionSyntax) || body.ContainsDirectives) return null;
        if (body.DescendantTokens().Any(token => token.Span.Length > 0 && token.ToString().Contains('\n'))) return null;
        var statement = lambda.FirstAncestorOrSelf<StatementSyntax>();
        var indent = statement?.GetLeadingTrivia().LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? space.ToString() : "";
        var text = string.Join("\n", statements) + "\n" + body + ";";
        var first = statements.Sum(s => s.Split('\n').Length);
        var lines = text.Split('\n').Select((line, at) =>
            line.Trim().Length == 0 ? "" : (at <= first ? indent + "    " : "    ") + line.TrimEnd('\r'));
        var head = lambda.WithBody(Block()).ToString();
        head = head.Substring(0, head.IndexOf("=>", StringComparison.Ordinal) + 2);
        return (ParseExpression($"{head}\n{indent}{{\n{string.Join("\n", lines)}\n{indent}}}") as LambdaExpressionSyntax)?.WithTriviaFrom(lambda);
    }
}
