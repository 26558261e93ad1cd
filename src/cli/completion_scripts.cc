#include "cli/complete.h"

namespace docmill::cli {
namespace {

// Bash cuts words at '=' and ':' and replaces only what is behind the last one, so that part is taken off what is offered.
constexpr std::string_view kBash = R"(# bash completion of docmill: source <(docmill completions bash)
_docmill() {
  local IFS=$'\n' line word begun lines
  begun=${COMP_WORDS[COMP_CWORD]}
  [[ $begun == "=" || $begun == ":" ]] && begun=
  COMPREPLY=()
  mapfile -t lines < <("${COMP_WORDS[0]}" complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  for line in "${lines[@]}"; do
    word=${line%%$'\t'*}
    case $word in
      :files) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$begun"); return ;;
      :folders) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$begun"); return ;;
      :attached) compopt -o nospace 2>/dev/null ;;
      *) COMPREPLY+=("$word") ;;
    esac
  done
}
complete -F _docmill docmill
)";

constexpr std::string_view kZsh = R"(#compdef docmill
# zsh completion of docmill: docmill completions zsh > a folder of $fpath/_docmill
_docmill() {
  local line word
  local -a lines found suffix
  lines=("${(@f)$("${words[1]}" complete zsh "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "${lines[@]}"; do
    word=${line%%$'\t'*}
    case $word in
      :files) _files; return ;;
      :folders) _files -/; return ;;
      :attached) suffix=(-S '') ;;
      '') ;;
      *)
        word=${word//:/\\:}
        if [[ $line == *$'\t'* ]]; then found+=("$word:${line#*$'\t'}"); else found+=("$word"); fi ;;
    esac
  done
  (( ${#found} )) && _describe docmill found "${suffix[@]}"
}
if [ "$funcstack[1]" = _docmill ]; then _docmill "$@"; else compdef _docmill docmill; fi
)";

constexpr std::string_view kFish = R"(# fish completion of docmill: docmill completions fish > ~/.config/fish/completions/docmill.fish
function __docmill_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found (command $words[1] complete fish $words[2..-1] 2>/dev/null)
    for line in $found
        switch $line
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':folders'
                __fish_complete_directories (commandline -ct)
            case ':attached'
            case '*'
                echo $line
        end
    end
end
complete -c docmill -f -a '(__docmill_complete)'
)";

}  // namespace

std::string_view completion_script(std::string_view shell) {
  if (shell == "bash") return kBash;
  if (shell == "zsh") return kZsh;
  return shell == "fish" ? kFish : std::string_view();
}

}  // namespace docmill::cli
