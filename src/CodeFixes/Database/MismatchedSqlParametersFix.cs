using System.Text.RegularExpressions;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>
/// One name that is missing and one that is not used: the text takes the supplied one. One that is not used: it is no longer supplied. One that is
/// missing, and a variable of that name: Dapper's object takes it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MismatchedSqlParametersFix))]
public sealed class MismatchedSqlParametersFix : RuleFix
{
    private const string Key = "ARCH2005";

    /// <summary>The fix of <see cref="MismatchedSqlParameters"/>.</summary>
    public MismatchedSqlParametersFix() : base(MismatchedSqlParameters.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var (missing, unused) = (Names(site[MismatchedSqlParameters.Missing]), Names(site[MismatchedSqlParameters.Unused]));
        var plan = (missing.Length, unused.Length) switch
        {
            (1, 1) => Rename(site, missing[0], unused[0]),
            (0, 1) => Remove(site, unused[0]),
            ( > 0, 0) => Supply(site, missing),
            _ => null,
        };
        if (plan is not null) yield return plan;
    }

    private static string[] Names(string? list) => list?.Split(',') ?? Array.Empty<string>();

    // ---- the text takes the supplied name ----

    private static FixPlan? Rename(FixSite site, string from, string to)
    {
        if (TextOf(site) is not { } text) return null;
        var pattern = new Regex("([@:$]|\\{=)" + Regex.Escape(from) + "(?![A-Za-z0-9_])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        var tokens = text.DescendantTokens()
            .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or (SyntaxKind)8518 or (SyntaxKind)8519
                && pattern.IsMatch(token.Text))
            .ToArray();
        if (tokens.Length == 0) return null;

        // In a string within the text, or in a comment, the name may mean something else.
        if (tokens.Any(token => token.Text.Contains("--") || token.Text.Contains("/*") || Regex.IsMatch(token.Text, "'[^']*[@:$]" + Regex.Escape(from))))
            return null;
        var edits = tokens.GroupBy(token => token.Parent!).Select(group => new NodeEdit(group.Key, current => Renamed(current, pattern, to))).ToArray();
        return new FixPlan($"Use '{to}' in the SQL", Key, edits);
    }

    private static SyntaxNode Renamed(SyntaxNode node, Regex pattern, string to) =>
        node.ReplaceTokens(node.ChildTokens(), (token, _) =>
        {
            var text = pattern.Replace(token.Text, match => match.Groups[1].Value + to);
            return text == token.Text ? token
                : Token(token.LeadingTrivia, token.Kind(), text, pattern.Replace(token.ValueText, match => match.Groups[1].Value + to), token.TrailingTrivia);
        });

    // The expression that the text is written in: at the report, or where its local or constant is declared.
    private static ExpressionSyntax? TextOf(FixSite site)
    {
        if (site.Enclosing<ExpressionSyntax>() is not { } expression) return null;
        if (expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax)) return expression;
        var symbol = site.Semantics.GetSymbolInfo(expression, site.CancellationToken).Symbol;
        if (symbol is not (ILocalSymbol or IFieldSymbol) || symbol.DeclaringSyntaxReferences.FirstOrDefault() is not { } declaration
            || declaration.SyntaxTree != site.Root.SyntaxTree) return null;
        if (declaration.GetSyntax(site.CancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: var value }) return null;

        // One text for several statements: the others may be right.
        var scope = symbol is ILocalSymbol ? value.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? site.Root : site.Root;
        return scope.DescendantNodes().OfType<IdentifierNameSyntax>().Count(name => name.Identifier.ValueText == symbol.Name) == 1 ? value : null;
    }

    // ---- it is no longer supplied ----

    private static FixPlan? Remove(FixSite site, string name)
    {
        if (site.Diagnostic.AdditionalLocations.Count != 1 || site.Diagnostic.AdditionalLocations[0] is not { } place
            || place.SourceTree != site.Root.SyntaxTree) return null;
        var node = site.Root.FindNode(place.SourceSpan, getInnermostNodeForTie: true);
        var title = $"Do not supply '{name}'";
        if (node.FirstAncestorOrSelf<AnonymousObjectMemberDeclaratorSyntax>() is { } member && member.Span == place.SourceSpan)
        {
            if (member.Parent is not AnonymousObjectCreationExpressionSyntax { Initializers.Count: > 1 } creation || !IsSimple(member.Expression)) return null;
            if (Comments.Has(creation) || creation.Parent is not ArgumentSyntax) return null;
            var at = creation.Initializers.IndexOf(member);
            return FixPlan.Replace(title, Key, creation, current => Without((AnonymousObjectCreationExpressionSyntax)current, at));
        }

        if (node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax } statement || Comments.Has(statement)
            || statement.ContainsDirectives) return null;
        var call = statement.Expression switch
        {
            AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax made }, Right: var right }
                when IsSimple(right) => made,
            InvocationExpressionSyntax made => made,
            _ => null,
        };
        if (call is null || call.Span != place.SourceSpan || !call.ArgumentList.Arguments.All(argument => IsSimple(argument.Expression))) return null;
        return new FixPlan(title, Key, editor => editor.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia));
    }

    private static AnonymousObjectCreationExpressionSyntax Without(AnonymousObjectCreationExpressionSyntax creation, int at)
    {
        var last = creation.Initializers[at];
        var rest = creation.Initializers.RemoveAt(at);
        if (at == rest.Count) rest = rest.Replace(rest.Last(), rest.Last().WithTrailingTrivia(last.GetTrailingTrivia()));
        return creation.WithInitializers(rest);
    }

    private static bool IsSimple(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax or IdentifierNameSyntax or PredefinedTypeSyntax => true,
        MemberAccessExpressionSyntax member => IsSimple(member.Expression),
        CastExpressionSyntax cast => IsSimple(cast.Expression),
        ParenthesizedExpressionSyntax parenthesized => IsSimple(parenthesized.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice => IsSimple(choice.Left) && IsSimple(choice.Right),
        _ => false,
    };

    // ---- it is supplied ----

    private static FixPlan? Supply(FixSite site, string[] names)
    {
        if (site.Node.FirstAncestorOrSelf<ArgumentSyntax>() is not { Parent: ArgumentListSyntax list } own) return null;
        var (method, parameterName) = site.Semantics.GetSymbolInfo(list.Parent!, site.CancellationToken).Symbol is IMethodSymbol found
            && site.Facts.Is(found.ContainingType, KnownType.DapperSqlMapper) ? (found, "param")
            : site.Semantics.GetSymbolInfo(list.Parent!, site.CancellationToken).Symbol is IMethodSymbol made
            && site.Facts.Is(made.ContainingType, KnownType.DapperCommandDefinition) ? (made, "parameters") : default;
        if (method is null) return null;
        var values = names.Select(name => Value(site, own.SpanStart, name)).ToArray();
        if (values.Any(value => value is null)) return null;
        var members = names.Zip(values, (name, value) => string.Equals(name, value, StringComparison.OrdinalIgnoreCase) ? value! : $"{name} = {value}")
            .ToArray();
        var title = $"Supply '{string.Join("', '", names)}'";

        var passed = list.Arguments.Select(argument => argument.Expression).OfType<AnonymousObjectCreationExpressionSyntax>().FirstOrDefault();
        if (passed is { Initializers.Count: > 0 })
        {
            if (passed.Initializers.SeparatorCount == passed.Initializers.Count) return null;
            return FixPlan.Replace(title, Key, passed, current =>
            {
                var creation = (AnonymousObjectCreationExpressionSyntax)current;
                foreach (var member in members)
                {
                    var added = ((AnonymousObjectCreationExpressionSyntax)ParseExpression($"new {{ {member} }}")).Initializers[0].WithoutTrivia();
                    creation = creation.WithInitializers(SeparatedLists.Append(creation.OpenBraceToken, creation.Initializers, added));
                }

                return creation;
            });
        }

        // The object comes right behind the text.
        var at = list.Arguments.IndexOf(own);
        if (own.NameColon is not null || at + 1 != list.Arguments.Count || passed is not null) return null;
        if (method.Parameters.FirstOrDefault(p => p.Name == parameterName) is not { } parameter || parameter.Ordinal == 0
            || method.Parameters[parameter.Ordinal - 1].Name is not ("sql" or "commandText")) return null;
        return FixPlan.Replace(title, Key, list, current => ((ArgumentListSyntax)current).AddArguments(
            Argument(ParseExpression($"new {{ {string.Join(", ", members)} }}")).WithLeadingTrivia(Space)));
    }

    private static string? Value(FixSite site, int position, string name) =>
        site.Semantics.LookupSymbols(position)
            .Where(symbol => symbol is ILocalSymbol or IParameterSymbol && string.Equals(symbol.Name, name, StringComparison.OrdinalIgnoreCase))
            .Where(symbol => symbol is not ILocalSymbol || symbol.Locations[0].SourceSpan.End < position)
            .Select(symbol => symbol.Name)
            .FirstOrDefault(found => SyntaxFacts.GetKeywordKind(found) == SyntaxKind.None && site.Binds(position, IdentifierName(found)));
}
