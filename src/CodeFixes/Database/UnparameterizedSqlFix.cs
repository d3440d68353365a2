using Microsoft.CodeAnalysis.Text;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>
/// Takes the values out of the SQL text and passes them the way the library has for it: parameters of the command, an object of Dapper's, an
/// interpolated string or arguments of Entity Framework's. Offers nothing where a hole is a name, where the text is composed over several
/// statements, or where values are passed already in a form that cannot be added to.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnparameterizedSqlFix))]
public sealed class UnparameterizedSqlFix : RuleFix
{
    private const string Key = "ARCH2001";

    public UnparameterizedSqlFix() : base(UnparameterizedSql.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (SinkOf(site) is { } sink && (EntityFramework(sink) ?? Dapper(sink) ?? Ado(sink)) is { } plan) yield return plan;
    }

    /// <summary>What is fixed: the operation that takes the text, and the expression that the text is written in.</summary>
    private sealed class Sink(FixSite site, IOperation operation, ExpressionSyntax taken, ExpressionSyntax text, Dictionary<TextSpan, bool> holes)
    {
        internal FixSite Site { get; } = site;
        internal Facts Facts => Site.Facts;
        internal IOperation Operation { get; } = operation;

        /// <summary>The expression handed to the sink: the text, or a local that has it.</summary>
        internal ExpressionSyntax Taken { get; } = taken;

        internal ExpressionSyntax Text { get; } = text;

        internal Dictionary<TextSpan, bool> Holes { get; } = holes;

        internal bool IsInPlace => Taken == Text;

        internal ITypeSymbol? TypeOf(ExpressionSyntax expression) => Site.Semantics.GetTypeInfo(expression, Site.CancellationToken).Type;

        internal ExpressionSyntax? Parse(string source)
        {
            var parsed = ParseExpression(source, options: Text.SyntaxTree.Options);
            return parsed.ContainsDiagnostics ? null : parsed.WithTriviaFrom(Text);
        }
    }

    private static Sink? SinkOf(FixSite site)
    {
        var places = site[UnparameterizedSql.Places];
        if (places is null || places.Length != site.Diagnostic.AdditionalLocations.Count || places.Any(p => p is not ('Q' or 'V'))) return null;
        if (OperationAt(site) is not { } operation || site.Facts.SqlSinks().TextOf(operation)?.Syntax is not ExpressionSyntax taken) return null;
        var holes = new Dictionary<TextSpan, bool>();
        for (var i = 0; i < places.Length; i++)
        {
            var location = site.Diagnostic.AdditionalLocations[i];
            if (location.SourceTree != site.Root.SyntaxTree) return null;
            holes[location.SourceSpan] = places[i] == 'Q';
        }

        var text = TextOf(site, taken);
        if (text is null || holes.Keys.Any(hole => !text.Span.Contains(hole))) return null;

        // var safe = name.Replace("'", "''"): a parameter would take the doubled quotes for a part of the value.
        var doubles = text.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantTokens()
            .Any(t => t.ValueText == "''" && !text.Span.Contains(t.Span)) == true;
        return doubles ? null : new Sink(site, operation, taken, text, holes);
    }

    private static IOperation? OperationAt(FixSite site)
    {
        for (var node = site.Node; node is not null and not StatementSyntax and not MemberDeclarationSyntax; node = node.Parent)
        {
            var operation = site.Semantics.GetOperation(node, site.CancellationToken);
            if (operation is IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation
                && site.Facts.SqlSinks().TextOf(operation) is not null) return operation;
        }

        return null;
    }

    // The text itself, or what the local that holds it was declared with, if it is used nowhere else.
    private static ExpressionSyntax? TextOf(FixSite site, ExpressionSyntax taken)
    {
        if (taken is not IdentifierNameSyntax name) return taken;
        if (site.Semantics.GetSymbolInfo(name,
            site.CancellationToken).Symbol is not ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations } local) return null;
        if (declarations[0].GetSyntax(site.CancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator) return null;
        var scope = declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>() is GlobalStatementSyntax
            ? site.Root : declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        var uses = scope?.DescendantNodes().OfType<IdentifierNameSyntax>().Count(use => use.Identifier.ValueText == local.Name
            && SymbolEqualityComparer.Default.Equals(site.Semantics.GetSymbolInfo(use, site.CancellationToken).Symbol, local));
        return uses == 1 ? value : null;
    }

    // ---- Entity Framework Core ----

    private static readonly Dictionary<string, string[]> s_interpolated = new()
    {
        ["FromSqlRaw"] = new[] { "FromSql", "FromSqlInterpolated" },
        ["ExecuteSqlRaw"] = new[] { "ExecuteSql", "ExecuteSqlInterpolated" },
        ["ExecuteSqlRawAsync"] = new[] { "ExecuteSqlAsync", "ExecuteSqlInterpolatedAsync" },
        ["SqlQueryRaw"] = new[] { "SqlQuery" },
    };

    private static FixPlan? EntityFramework(Sink sink)
    {
        if (sink.Operation is not IInvocationOperation { TargetMethod: var method, Syntax: InvocationExpressionSyntax call } operation) return null;
        if (!s_interpolated.TryGetValue(method.Name, out var counterparts)) return null;
        if (!sink.Facts.Is(method.ContainingType, KnownType.RelationalDatabaseFacadeExtensions)
            && !sink.Facts.Is(method.ContainingType, KnownType.RelationalQueryableExtensions)) return null;
        if (SqlText.Of(sink.Text, sink.Holes, static (_, _) => false) is not { } text) return null;

        var values = operation.Arguments.FirstOrDefault(a => a.Parameter?.Name == "parameters");
        var passed = values switch
        {
            null => 0,
            { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer.ElementValues: var elements } } => elements.Length,
            _ => -1,
        };
        if (passed < 0) return null;

        var counterpart = counterparts.FirstOrDefault(name => method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().Any());
        if (passed == 0 && sink.IsInPlace && counterpart is not null && !text.HasOtherHoles && text.ToInterpolated() is { } interpolated
            && sink.Parse(interpolated) is { } safe)
        {
            return new FixPlan($"Use {counterpart}, which makes the values parameters", Key, editor =>
            {
                editor.ReplaceNode(sink.Text, (_, _) => safe);
                if (CallShapes.NameNode(call) is SimpleNameSyntax name)
                    editor.ReplaceNode(name, (current, _) =>
                        ((SimpleNameSyntax)current).WithIdentifier(Identifier(counterpart).WithTriviaFrom(name.Identifier)));
            });
        }

        return Placeholders(sink, call, method, text, passed);
    }

    // FromSqlRaw("… {0}", value): what is filled in already stays.
    private static FixPlan? Placeholders(Sink sink, InvocationExpressionSyntax call, IMethodSymbol method, SqlText text, int passed)
    {
        var numbers = text.Parameters.Select((p, i) => (p, i)).ToDictionary(x => x.p, x => x.i + passed);
        if (text.ToSource(p => "{" + numbers[p] + "}") is not { } source || sink.Parse(source) is not { } sql) return null;
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Any(a => a.NameColon is not null)) return null;
        var values = text.Parameters.Select(p => p.Value).ToArray();

        // ExecuteSqlRawAsync(sql, token) has no room for values; the overload with a token takes them as a sequence.
        var token = method.Parameters.Any(p => p.Type.Name == "CancellationToken");
        if (token && passed > 0) return null;
        var added = token ? new[] { Argument(ParseExpression($"new object[] {{ {string.Join(", ", values)} }}")) }
            : values.Select(v => Argument(ParseExpression(v))).ToArray();
        var at = arguments.Count - (token && arguments.Count > 1
            && sink.Facts.Is(sink.TypeOf(arguments[arguments.Count - 1].Expression), KnownType.CancellationToken) ? 1 : 0);
        return new FixPlan("Pass the values as parameters", Key, editor =>
        {
            editor.ReplaceNode(sink.Text, (_, _) => sql);
            editor.ReplaceNode(call.ArgumentList, (current, _) => Insert((ArgumentListSyntax)current, at, added));
        });
    }

    // ---- Dapper ----

    private static FixPlan? Dapper(Sink sink)
    {
        var (method, arguments, list) = sink.Operation switch
        {
            IInvocationOperation { Syntax: InvocationExpressionSyntax { ArgumentList: var l } } call => (call.TargetMethod, call.Arguments, l),
            IObjectCreationOperation { Constructor: { } constructor, Syntax: BaseObjectCreationExpressionSyntax { ArgumentList: { } l } } made =>
                (constructor, made.Arguments, l),
            _ => default,
        };
        if (method is null || !(sink.Facts.Is(method.ContainingType, KnownType.DapperSqlMapper)
            || sink.Facts.Is(method.ContainingType, KnownType.DapperCommandDefinition))) return null;
        if (method.Parameters.FirstOrDefault(p => p.Name is "param" or "parameters") is not { } parameter) return null;
        var passed = arguments.FirstOrDefault(a => a.Parameter?.Name == parameter.Name && a.ArgumentKind == ArgumentKind.Explicit)?.Syntax as ArgumentSyntax;
        var existing = passed?.Expression as AnonymousObjectCreationExpressionSyntax;
        if (passed is not null && existing is null && !passed.Expression.IsKind(SyntaxKind.NullLiteralExpression)) return null;

        var members = existing?.Initializers.ToDictionary(i => i.NameEquals?.Name.Identifier.ValueText ?? LastName(i.Expression), i => i.Expression.ToString(),
            StringComparer.OrdinalIgnoreCase);
        if (SqlText.Of(sink.Text, sink.Holes, (name, value) => members is not null && members.TryGetValue(name, out var has) && has != value) is not { } text)
            return null;
        if (text.ToSource(static p => "@" + p.Name) is not { } source || sink.Parse(source) is not { } sql) return null;
        if (text.Parameters.Any(p => p.Expression is not null && sink.TypeOf(p.Expression)?.IsRefLikeType == true)) return null;

        var added = text.Parameters.Where(p => members?.ContainsKey(p.Name) != true)
            .Select(p => p.Value == p.Name ? p.Name : $"{p.Name} = {p.Value}").ToArray();
        const string title = "Pass the values as parameters";
        if (existing is not null)
        {
            return new FixPlan(title, Key, editor =>
            {
                editor.ReplaceNode(sink.Text, (_, _) => sql);
                if (added.Length > 0) editor.ReplaceNode(existing, (current, _) => Merge((AnonymousObjectCreationExpressionSyntax)current, added));
            });
        }

        var creation = ParseExpression($"new {{ {string.Join(", ", added)} }}");
        if (passed is not null)
        {
            return new FixPlan(title, Key, editor =>
            {
                editor.ReplaceNode(sink.Text, (_, _) => sql);
                editor.ReplaceNode(passed.Expression, (_, _) => creation.WithTriviaFrom(passed.Expression));
            });
        }

        // Next to the text where the parameter comes next, by name where others stand between.
        var own = list.Arguments.IndexOf(a => a.Span.Contains(sink.Taken.Span));
        var sqlParameter = arguments.First(a => a.Syntax == list.Arguments[own]).Parameter!;
        var isNext = list.Arguments[own].NameColon is null && parameter.Ordinal == sqlParameter.Ordinal + 1
            && (own + 1 == list.Arguments.Count || list.Arguments[own + 1].NameColon is not null);
        var argument = isNext ? Argument(creation) : Argument(NameColon(parameter.Name).WithTrailingTrivia(Space), default, creation);
        return new FixPlan(title, Key, editor =>
        {
            editor.ReplaceNode(sink.Text, (_, _) => sql);
            editor.ReplaceNode(list, (current, _) => Insert((ArgumentListSyntax)current, isNext ? own + 1 : list.Arguments.Count, new[] { argument }));
        });
    }

    private static string LastName(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } => binding.Name.Identifier.ValueText,
        _ => expression.ToString(),
    };

    private static AnonymousObjectCreationExpressionSyntax Merge(AnonymousObjectCreationExpressionSyntax creation, string[] members)
    {
        var added = ((AnonymousObjectCreationExpressionSyntax)ParseExpression($"new {{ {string.Join(", ", members)} }}")).Initializers;
        var all = creation.Initializers;
        if (all.Count == 0) return creation.WithInitializers(added);
        var end = all.Last().GetTrailingTrivia();
        all = all.Replace(all.Last(), all.Last().WithTrailingTrivia());
        var items = all.GetWithSeparators().ToList();
        if (all.SeparatorCount == all.Count) items.RemoveAt(items.Count - 1);
        foreach (var member in added)
        {
            items.Add(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space));
            items.Add(member.WithoutTrivia());
        }

        items[items.Count - 1] = items[items.Count - 1].AsNode()!.WithTrailingTrivia(end);
        return creation.WithInitializers(SeparatedList<AnonymousObjectMemberDeclaratorSyntax>(items));
    }

    private static ArgumentListSyntax Insert(ArgumentListSyntax list, int at, IReadOnlyList<ArgumentSyntax> added)
    {
        var items = list.Arguments.GetWithSeparators().ToList();
        foreach (var argument in added)
        {
            var comma = Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space);
            if (at == 0) items.InsertRange(0, new SyntaxNodeOrToken[] { argument, comma });
            else items.InsertRange(2 * at - 1, new SyntaxNodeOrToken[] { comma, argument });
            at++;
        }

        return list.WithArguments(SeparatedList<ArgumentSyntax>(items));
    }

    // ---- ADO.NET ----

    private static FixPlan? Ado(Sink sink)
    {
        if (AdoCommand.Of(sink.Site, sink.Operation) is not { } command) return null;
        if (SqlText.Of(sink.Text, sink.Holes, (name, _) => command.IsTaken(name)) is not { } text) return null;

        // PostgreSQL compares no number with a text: a bare value there has a type that the code does not show.
        if (command.IsStrict && sink.Holes.Values.Any(inQuotes => !inQuotes)) return null;
        if (text.ToSource(static p => "@" + p.Name) is not { } source || sink.Parse(source) is not { } sql) return null;
        if (text.Parameters.Any(p => p.Expression is not null && sink.TypeOf(p.Expression)?.IsRefLikeType == true)) return null;
        var statements = command.Statements(text.Parameters);
        return new FixPlan("Pass the values as parameters of the command", Key, editor =>
        {
            editor.ReplaceNode(sink.Text, (_, _) => sql);
            command.Insert(editor, statements);
        }, command.Usings);
    }
}
