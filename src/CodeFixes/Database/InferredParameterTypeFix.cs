using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>
/// <c>AddWithValue("@n", x)</c> becomes <c>Add("@n", SqlDbType.NVarChar).Value = x</c>: the type that was inferred, where it can be seen and
/// corrected. For a date there is a second entry, without the rounding.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InferredParameterTypeFix))]
public sealed class InferredParameterTypeFix : RuleFix
{
    /// <summary>The fix of <see cref="InferredParameterType"/>.</summary>
    public InferredParameterTypeFix() : base(InferredParameterType.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { Parent: ExpressionStatementSyntax statement, Expression: MemberAccessExpressionSyntax,
            ArgumentList.Arguments: { Count: 2 } arguments } call) yield break;
        if (arguments.Any(argument => argument.NameColon is not null) || call.ArgumentList.ContainsDirectives || Comments.Has(call.ArgumentList)) yield break;
        if (!site.CanName(call.SpanStart, ("SqlDbType", "System.Data"))) yield break;
        if (site[InferredParameterType.Inferred] is not { } inferred) yield break;
        if (site.Semantics.GetSymbolInfo(call, site.CancellationToken).Symbol?.ContainingType.GetMembers("Add").OfType<IMethodSymbol>()
            .Any(add => add.Parameters.Length == 2 && add.Parameters[1].Type.Name == "SqlDbType") != true) yield break;

        yield return Plan($"Say the type: 'SqlDbType.{inferred}'", "ARCH2006", inferred);
        if (inferred == "DateTime")
            yield return Plan("Say the type: 'SqlDbType.DateTime2' (for a datetime2 column; keeps the fractions of a second)", "ARCH2006:datetime2",
                "DateTime2");

        FixPlan Plan(string title, string key, string type) =>
            FixPlan.Replace(title, key, statement, current => Rewrite((ExpressionStatementSyntax)current, type), "System.Data");
    }

    private static StatementSyntax Rewrite(ExpressionStatementSyntax statement, string type)
    {
        if (statement.Expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call) return statement;
        var arguments = call.ArgumentList.Arguments;
        var kind = Argument(ParseExpression("SqlDbType." + type)).WithTriviaFrom(arguments[1]);
        var add = call.WithExpression(member.WithName(IdentifierName("Add").WithTriviaFrom(member.Name)))
            .WithArgumentList(call.ArgumentList.WithArguments(arguments.Replace(arguments[1], kind)))
            .WithoutTrailingTrivia();
        var assignment = AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, add, IdentifierName("Value")),
            Token(SyntaxKind.EqualsToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
            arguments[1].Expression.WithoutTrivia());
        return statement.WithExpression(assignment);
    }
}
