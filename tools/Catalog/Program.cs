return ArchitectAnalyzers.Tools.Catalog.Run(args, Console.Out);
