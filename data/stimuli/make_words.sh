#!/bin/sh
# Makes the words in data/stimuli: the ten digits in eight voices and 24 further words in two, synthetic speech by espeak-ng.
#
#   apt-get install espeak-ng sox      Debian 12: espeak-ng 1.51+dfsg-10, sox 14.4.2
#   sh data/stimuli/make_words.sh [FOLDER]
#
# FOLDER (this script's own when left out) gets words/WORD_VOICE.wav and words.json, which lists each with its size and
# SHA-256. The same versions of both programs give the same bytes at every run: espeak-ng draws no random numbers, and sox
# neither dithers (-D) nor takes a random seed (-R).
#
# What is done to each word: it is spoken at 22,050 Hz; resampled to 8,000 Hz and back up to 16,000 Hz, so that it holds
# nothing above 4 kHz, like the telephone-quality recordings that the networks are trained on; freed of the silence before
# and behind it (below 0.05 % of full scale); set to a peak of -3 dB; stored as 16-bit PCM of one channel.
set -eu
export LC_ALL=C
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
folder=${1:-$here}
digits="zero one two three four five six seven eight nine"
# Of the 400 words that the paper's stimuli say.
words="africa black building children company dollar family government judge light little market
million money office people question school something street summer television together yesterday"
# Name, voice of espeak-ng with its variant, words a minute, pitch (0 to 99).
voices="us-m3:en-us+m3:140:45
us-f2:en-us+f2:150:60
newyork-m1:en-us-nyc+m1:160:35
gb-m7:en-gb+m7:135:40
gb-f4:en-gb+f4:145:65
rp-f1:en-gb-x-rp+f1:155:50
scotland-m2:en-gb-scotland+m2:150:55
caribbean-f3:en-029+f3:140:50"

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
mkdir -p "$folder/words"
list="$temporary/words.json"
separator=""

# say DIGIT WORD NAME VOICE SPEED PITCH
say() {
    file="$2_$3.wav"
    espeak-ng -v "$4" -s "$5" -p "$6" -w "$temporary/spoken.wav" "$2"
    sox -R -D "$temporary/spoken.wav" -b 16 -e signed-integer "$temporary/$file" \
        rate -v 8000 rate -v 16000 \
        silence 1 0.002 0.05% reverse silence 1 0.002 0.05% reverse gain -n -3
    mv "$temporary/$file" "$folder/words/$file"
    bytes=$(wc -c < "$folder/words/$file")
    hash=$(sha256sum "$folder/words/$file" | cut -d ' ' -f 1)
    printf '%s\n    { "file": "words/%s", "word": "%s", "digit": %s, "voice": "%s", "espeak": "%s", "wordsPerMinute": %s, "pitch": %s, "bytes": %d, "sha256": "%s" }' \
        "$separator" "$file" "$2" "$1" "$3" "$4" "$5" "$6" "$bytes" "$hash" >> "$list"
    separator=","
}

espeak=$(espeak-ng --version | sed 's/.*text-to-speech: \([^ ]*\).*/\1/')
sox=$(sox --version | sed 's/.*SoX v//')
printf '{\n  "espeak-ng": "%s",\n  "sox": "%s",\n  "words": [' "$espeak" "$sox" > "$list"
for voice in $voices; do
    number=0
    for word in $digits; do
        say "$number" "$word" $(echo "$voice" | tr ':' ' ')
        number=$((number + 1))
    done
done
for voice in $(echo "$voices" | grep -E '^(us-m3|gb-f4):'); do
    for word in $words; do
        say null "$word" $(echo "$voice" | tr ':' ' ')
    done
done
printf '\n  ]\n}\n' >> "$list"
mv "$list" "$folder/words.json"
