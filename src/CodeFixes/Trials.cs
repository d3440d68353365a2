namespace ArchitectAnalyzers.CodeFixes;

/// <summary>One replaced node. It takes the current form of the node, and leaves alone what has been changed already.</summary>
/// <param name="Node">The node in the document as it stands.</param>
/// <param name="Change">Its new form from its current one.</param>
internal readonly record struct NodeEdit(SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Change);

/// <summary>What only a compilation with the plan's edits can tell; a plan that has one is offered if it passes.</summary>
/// <param name="Functions">The functions that the plan changes or edits in. A new error in one of them is the plan's.</param>
/// <param name="Holds">
/// Whether all is well, asked where there is no new error: of the document's model with the edits, and of what a node of
/// <paramref name="Functions"/> has become.
/// </param>
internal sealed record Trial(IReadOnlyCollection<SyntaxNode> Functions, Func<SemanticModel, Func<SyntaxNode, SyntaxNode?>, CancellationToken, bool> Holds);

/// <summary>Tries the plans of a document out together: one compilation serves them all, and one more each time that some fail.</summary>
internal sealed class Trials
{
    private const string Mark = "ArchitectAnalyzers.Function";

    private readonly SyntaxNode _root;
    private readonly SemanticModel _semantics;
    private readonly CancellationToken _cancellationToken;

    private Trials(SyntaxNode root, SemanticModel semantics, CancellationToken cancellationToken)
    {
        _root = root;
        _semantics = semantics;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The plans that need no trial, and those that pass theirs.</summary>
    internal static IReadOnlyList<FixPlan> Passing(SyntaxNode root, SemanticModel semantics, IReadOnlyList<FixPlan> plans, CancellationToken cancellationToken)
    {
        var tried = plans.Where(plan => plan.Trial is not null).ToList();
        if (tried.Count == 0) return plans;
        var passed = new HashSet<FixPlan>(new Trials(root, semantics, cancellationToken).Passing(tried));
        return plans.Where(plan => plan.Trial is null || passed.Contains(plan)).ToArray();
    }

    private List<FixPlan> Passing(List<FixPlan> plans)
    {
        while (plans.Count > 0)
        {
            var failed = Failed(plans, out var isUnclear);
            if (failed.Count > 0) plans = plans.Where(plan => !failed.Contains(plan)).ToList();
            else if (!isUnclear) break;
            else if (plans.Count == 1) plans = new List<FixPlan>();
            else return Passing(plans.Take(plans.Count / 2).ToList()).Concat(Passing(plans.Skip(plans.Count / 2).ToList())).ToList();
        }

        return plans;
    }

    // Those to blame. Unclear: there are new errors, in no function of any plan.
    private HashSet<FixPlan> Failed(List<FixPlan> plans, out bool isUnclear)
    {
        var functions = plans.SelectMany(plan => plan.Trial!.Functions).Where(f => f != _root).Distinct()
            .Select((node, index) => (node, index))
            .ToDictionary(f => f.node, f => f.index);
        var marks = functions.Select(f => new NodeEdit(f.Key, node => node.WithAdditionalAnnotations(new SyntaxAnnotation(Mark, f.Value.ToString()))));
        var old = _root.SyntaxTree;
        var changed = Edited(_root, plans.SelectMany(plan => plan.Changes!).Concat(marks));
        var tree = old.WithRootAndOptions(Usings.Add(changed, plans.SelectMany(plan => plan.Usings), _semantics), old.Options);
        var after = _semantics.Compilation.ReplaceSyntaxTree(old, tree).GetSemanticModel(tree);

        var nodes = new Dictionary<int, SyntaxNode>();
        foreach (var node in tree.GetRoot(_cancellationToken).GetAnnotatedNodes(Mark)) nodes[int.Parse(node.GetAnnotations(Mark).First().Data!)] = node;
        var wrong = Worse(Errors(after, node => node.GetAnnotations(Mark).FirstOrDefault()?.Data is { } data ? int.Parse(data) : null),
            Errors(_semantics, node => functions.TryGetValue(node, out var index) ? index : null));

        isUnclear = false;
        var failed = new HashSet<FixPlan>();
        foreach (var index in wrong)
        {
            var guilty = plans.Where(plan => plan.Trial!.Functions.Any(f => f == _root ? index < 0 : functions[f] == index)).ToArray();
            isUnclear |= guilty.Length == 0;
            failed.UnionWith(guilty);
        }

        if (wrong.Count == 0) failed.UnionWith(plans.Where(plan => !plan.Trial!.Holds(after, Become, _cancellationToken)));
        return failed;

        SyntaxNode? Become(SyntaxNode function) => functions.TryGetValue(function, out var index) && nodes.TryGetValue(index, out var node) ? node : null;
    }

    /// <summary>The root with all edits made: in one pass, those of one node one after the other.</summary>
    internal static SyntaxNode Edited(SyntaxNode root, IEnumerable<NodeEdit> edits)
    {
        var byNode = edits.GroupBy(edit => edit.Node).ToDictionary(group => group.Key, group => group.Select(edit => edit.Change).ToArray());
        return root.ReplaceNodes(byNode.Keys, (node, current) => byNode[node].Aggregate(current, (form, change) => change(form)));
    }

    // How many errors there are in each function, -1 for the rest of the file.
    private Dictionary<int, int> Errors(SemanticModel semantics, Func<SyntaxNode, int?> function)
    {
        var root = semantics.SyntaxTree.GetRoot(_cancellationToken);
        return semantics.GetDiagnostics(cancellationToken: _cancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error)
            .Select(d => root.FindNode(d.Location.SourceSpan, getInnermostNodeForTie: true))
            .Select(node => node.AncestorsAndSelf().Select(function).FirstOrDefault(f => f is not null) ?? -1)
            .GroupBy(f => f)
            .ToDictionary(group => group.Key, group => group.Count());
    }

    private static List<int> Worse(Dictionary<int, int> after, Dictionary<int, int> before) =>
        after.Where(f => f.Value > (before.TryGetValue(f.Key, out var count) ? count : 0)).Select(f => f.Key).ToList();
}
