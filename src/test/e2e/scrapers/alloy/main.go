// Command parse reads a file of Grafana Alloy with Alloy's own parser, and prints the names of its components.
package main

import (
	"fmt"
	"os"

	"github.com/grafana/alloy/syntax/ast"
	"github.com/grafana/alloy/syntax/parser"
)

func main() {
	source, err := os.ReadFile(os.Args[1])
	if err == nil {
		var file *ast.File
		if file, err = parser.ParseFile(os.Args[1], source); err == nil {
			for _, statement := range file.Body {
				block := statement.(*ast.BlockStmt)
				fmt.Printf("%s %s\n", block.GetBlockName(), block.Label)
			}
			return
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
