namespace ArchitectAnalyzers.Rules.Api;

/// <summary>Two messages are written to one gRPC stream at once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 362,
    NoFix = "Whether to write in order, to queue or to lock is a choice about the order of messages and the pace of the slowest reader.")]
public sealed class ConcurrentStreamWrite : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3207",
        title: "Write to a gRPC stream one message at a time",
        messageFormat: "'{0}' may still be writing when the next message comes; await each write before the next, or send through a channel that one reader " +
            "drains",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A gRPC stream takes one write at a time. A second one before the first is done throws, and the message is lost.",
        Describe.Cwe(362));

    private static readonly KnownMethod[] s_table = { new(KnownType.GrpcStreamWriter, "WriteAsync"), new(KnownType.Task, "WhenAll"),
        new(KnownType.Task, "WhenAny"), new(KnownType.Parallel, "ForEachAsync"), new(KnownType.Parallel, "ForEach") };

    public ConcurrentStreamWrite() : base(Descriptor, s_table, KnownType.GrpcStreamWriter) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var write = (IInvocationOperation)context.Operation;
        if (row.Type != KnownType.GrpcStreamWriter)
        {
            // await Task.WhenAll(SendPricesAsync(stream), SendStockAsync(stream)); await Task.WhenAll(skus.Select(sku => SendAsync(sku, stream)))
            var found = StreamWrites.SecondWriter(write, facts, context.CancellationToken)
                ?? StreamWrites.SharedWriter(write, facts, context.CancellationToken);
            if (found is var (call, shared)) context.Report(Descriptor, call.NameNode(), shared.Name);
            return;
        }

        if (StreamWrites.Overlapping(write, facts) is { } stream) context.Report(Descriptor, write.NameNode(), stream.Name);
    }
}
