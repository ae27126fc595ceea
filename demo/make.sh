#!/bin/sh
# Makes the film "Two logs each" and its HLS package from nothing but ffmpeg's generators: eight chapters of twelve
# seconds, three renditions, segments of 1, 1 and 2 s and then 4 s. Needs ffmpeg with libx264 and libfreetype, and the
# DejaVu fonts. Usage: demo/make.sh [FOLDER]; the folder is demo/logs unless named, and is replaced when all is made.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/logs}
fonts=${CORDWOOD_FONTS:-/usr/share/fonts/truetype/dejavu}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '%s\n' "$*"; }
die() { say "make.sh: $*" >&2; exit 1; }
ff() { ffmpeg -hide_banner -loglevel error -nostdin -y -fflags +bitexact -flags:v +bitexact -flags:a +bitexact "$@"; }

command -v ffmpeg > /dev/null || die "ffmpeg is needed: install it (Debian: apt install ffmpeg)"
for font in DejaVuSerif.ttf DejaVuSansMono-Bold.ttf; do
  [ -r "$fonts/$font" ] || die "$font is not in $fonts: install fonts-dejavu, or name the folder in CORDWOOD_FONTS"
done

seconds=12
overlap=0.5
long=12.5
size=854x480

# Palettes: 12 bit brightness to the colours of wood, of fire, and of early light.
wood="format=gbrp12,lutrgb=r='4095*pow(val/4095,0.80)':g='3480*pow(val/4095,1.22)':b='2350*pow(val/4095,1.75)'"
fire="format=gbrp12,lutrgb=r='4095*min(1,pow(val/4095,0.62)*1.12)':g='4000*pow(val/4095,1.45)':b='3000*pow(val/4095,3.6)+120'"
dawn="format=gbrp12,lutrgb=r='4095*pow(val/4095,0.70)':g='3560*pow(val/4095,1.16)':b='2750*pow(val/4095,1.62)+110'"

still() { # NAME SIZE EXPRESSION: one grey picture
  ff -f lavfi -i "color=black:s=$2:r=1:d=1,format=gray12,geq=lum='$3'" -frames:v 1 -pix_fmt gray16 "$work/$1.png"
}

light() { # EXPRESSION of X, Y (0..106, 0..59) and T: a soft light, 0 to 1
  echo "color=black:s=107x60:r=24:d=$long,format=gray12,geq=lum='4095*clip($1,0,1)',scale=$size:flags=bicubic,setsar=1,format=gray12"
}

hold="-loop 1 -framerate 24 -t $long"
store="-t $long -an -c:v libx264 -preset ultrafast -qp 8 -pix_fmt yuv420p -threads 2"

# A log's end at a distance r from its heart (1 is the bark's inner edge), seen at the angle a; s is its own number.
log_end() { # the expression reads registers: 9 = r, 0 = a, 6 = s, 1 = ring coordinate, 2 = base tone
  cat <<END
st(1,ld(9)*(1+0.05*sin(3*ld(0)+ld(6))+0.03*sin(5*ld(0)-2*ld(6))+0.012*sin(11*ld(0)+ld(6)*3)));
4095*if(lt(ld(9),0.86),
 ld(2)*(0.80+0.20*sin(ld(1)*$1+ld(6)))*(1.05-0.35*pow(ld(9),3))
  *(1-0.55*exp(-pow(abs(sin((ld(0)-ld(6))/2))*26*ld(9)+0.3,2)))*(1-0.3*exp(-ld(9)*22)),
 if(lt(ld(9),1.0+0.03*sin(ld(0)*19+ld(6))),0.17+0.07*sin(ld(0)*31+ld(6)*7),0.02))
END
}

say "stills"
nearest=""
for row in -1 0 1; do
  for column in -1 0 1; do
    nearest="$nearest st(5,floor(Y/147)+($row));st(4,floor((X-mod(abs(ld(5)),2)*85)/170)+($column));
      st(2,(ld(4)+0.5)*170+mod(abs(ld(5)),2)*85+9*sin(ld(5)*7+ld(4)*3));st(3,(ld(5)+0.5)*147+7*sin(ld(4)*5+ld(5)*2));
      st(1,hypot(X-ld(2),Y-ld(3))/(74+12*sin(ld(4)*12.9+ld(5)*78.2)));
      if(lt(ld(1),ld(9)),st(9,ld(1));st(8,X-ld(2));st(7,Y-ld(3));st(6,ld(4)*17.3+ld(5)*31.7),0);"
  done
done
still wall 2048x1152 "st(9,99999);$nearest st(0,atan2(ld(7),ld(8)));st(2,0.62+0.16*sin(ld(6)*5.1));$(log_end 46)"
still log 1400x1400 "st(9,hypot(X-700,Y-700)/690);st(0,atan2(Y-700,X-700));st(6,2.2);st(2,0.8);$(log_end 150)"
still pair 1280x720 "st(6,if(lt(X,640),1.1,4.0));st(3,if(lt(X,640),372,908));
  st(9,hypot(X-ld(3),Y-390)/(252+8*sin(ld(6))));st(0,atan2(Y-390,X-ld(3)));st(2,0.80);$(log_end 84)"

noise() { # NAME SIZE SEED: smooth noise, small, to be enlarged
  ff -f lavfi -i "color=black:s=$2:r=1:d=1,format=gray12,geq=lum='st(1,sin(X*127.1+Y*311.7+$3)*43758.5453);4095*(ld(1)-floor(ld(1)))'" \
    -frames:v 1 -pix_fmt gray16 "$work/$1.png"
}
noise coarse 9x60 1.7
noise middle 22x160 5.3
noise fine 50x420 9.1
ff -f lavfi -i "color=black:s=428x2400:r=1:d=1,format=gray12,geq=lum='st(1,sin(X*12.9898+Y*78.233)*43758.5453);
  4095*gt(ld(1)-floor(ld(1)),0.9990)'" -vf "gblur=sigma=0.7:sigmaV=2.6,lut=y='min(4095,val*11)'" -frames:v 1 -pix_fmt gray16 "$work/sparks.png"

say "chapter 1: the stack"
flicker="0.93+0.05*sin(T*7.3)+0.03*sin(T*11.9+1)"
ff $hold -i "$work/wall.png" -f lavfi -i "$(light "($flicker)*(0.18+1.10*exp(-pow(hypot((X-53-34*sin(T/4-0.9))/46,(Y-32)/34),2)))")" \
  -filter_complex "[0]format=gray12,crop=1708:960:'20+20*t':'40+9*t',scale=$size:flags=area,setsar=1,format=gray12[w];
  [w][1]blend=all_mode=multiply,$wood" $store "$work/1.mp4"

say "chapter 2: kindling"
ff $hold -i "$work/coarse.png" $hold -i "$work/middle.png" $hold -i "$work/fine.png" \
  -f lavfi -i "$(light "pow(Y/59,1.6)*1.5*(1-0.55*pow(abs(X-53)/53,2))+0.02")" -filter_complex "
  [0]format=gray12,scale=428:2880:flags=bicubic,crop=428:240:0:'2640-120*t',format=gray12[a];
  [1]format=gray12,scale=428:3120:flags=bicubic,crop=428:240:0:'2880-190*t',format=gray12[b];
  [2]format=gray12,scale=428:3600:flags=bicubic,crop=428:240:0:'3360-250*t',format=gray12[c];
  [a][b]blend=all_mode=average,format=gray12[ab];[ab][c]blend=all_mode=normal:all_opacity=0.72,format=gray12,
  lut=y='clip((val-1100)*1.75,0,4095)',scale=$size:flags=bicubic,setsar=1,format=gray12[n];
  [n][3]blend=all_mode=multiply,format=gray12[m];
  [m]lut=y='clip(val*1.45,0,4095)',$fire" $store "$work/2.mp4"

say "chapter 3: rings"
ff $hold -i "$work/log.png" -f lavfi -i "$(light "0.30+0.85*exp(-pow(hypot((X-30-3*T)/58,(Y-12)/44),2))")" -filter_complex "
  [0]format=gray,rotate='t*0.045':bilinear=1:c=black,crop=1000:562:'120+10*t':'330-8*t',scale=$size:flags=area,setsar=1,format=gray12[r];
  [r][1]blend=all_mode=multiply,$wood" $store "$work/3.mp4"

say "chapter 4: embers"
ff -f lavfi -i "life=s=107x60:r=6:ratio=0.16:seed=11:mold=9:life_color=white:death_color=#b0b0b0:mold_color=black" \
  -f lavfi -i "$(light "0.22+0.9*exp(-pow(hypot((X-53)/60,(Y-34)/30),2))")" -filter_complex "
  [0]trim=start=4,setpts=PTS-STARTPTS,format=gray,tmix=frames=8,gblur=sigma=0.8,fps=24,tmix=frames=9,format=gray12,
  scale=$size:flags=bicubic,setsar=1,gblur=sigma=3,format=gray12,lut=y='clip(val*1.5,0,4095)'[l];
  [l][1]blend=all_mode=multiply,format=gray12,$fire" $store "$work/4.mp4"

say "chapter 5: grain"
ff -f lavfi -i "color=black:s=427x240:r=24:d=$long,format=gray12,geq=lum='
  st(0,X/90+T*0.10);st(1,Y/26);st(2,ld(1)+0.9*sin(ld(0)*0.9+0.3*sin(ld(1)*0.3))+1.6*exp(-pow((X-290+14*T)/70,2)-pow((Y-110)/46,2))*sin((Y-110)/30));
  4095*(0.50+0.13*sin(ld(2)*1.1)+0.14*sin(ld(2)*5.2+1.4*sin(ld(0)*1.3))+0.05*sin(ld(2)*17+ld(0)))',
  scale=$size:flags=bicubic,setsar=1,format=gray12" \
  -f lavfi -i "$(light "0.28+0.85*exp(-pow((X-20-6*T)/38-(Y-30)/60,2))")" \
  -filter_complex "[0][1]blend=all_mode=multiply,$wood" $store "$work/5.mp4"

say "chapter 6: smoke"
ff -f lavfi -i "mandelbrot=s=854x480:r=24:maxiter=420:start_scale=0.016:end_scale=0.0022:end_pts=300:start_x=-0.743643:start_y=0.131826:inner=black:outer=normalized_iteration_count" \
  -f lavfi -i "$(light "0.45+0.65*exp(-pow(hypot((X-53)/62,(Y-30)/38),2))")" -filter_complex "
  [0]format=gray,gblur=sigma=2.4,format=gray12[s];[s][1]blend=all_mode=multiply,format=gray12,tmix=frames=3,$dawn" $store "$work/6.mp4"

say "chapter 7: sparks"
ff $hold -i "$work/sparks.png" $hold -i "$work/coarse.png" \
  -f lavfi -i "$(light "0.02+0.95*exp(-pow((59-Y)/17,2)-pow((X-53-6*sin(T*0.8))/52,2))*(0.86+0.07*sin(T*6.1)+0.05*sin(T*9.7))")" -filter_complex "
  [0]format=gray12,split=3[p][q][r];
  [p]crop=428:240:'2*sin(t)':'2160-170*t',scale=$size:flags=bicubic,format=gray12[p1];
  [q]hflip,scale=856:4800:flags=bicubic,crop=428:240:'200+5*sin(t*1.3)':'4560-260*t',scale=$size:flags=bicubic,format=gray12[q1];
  [r]vflip,crop=428:240:0:'1800-105*t',scale=$size:flags=bicubic,lut=y='val*0.5',format=gray12[r1];
  [p1][q1]blend=all_mode=screen,format=gray12[pq];[pq][r1]blend=all_mode=screen,setsar=1,format=gray12[s];
  [1]format=gray12,scale=428:2880:flags=bicubic,crop=428:240:0:'2640-70*t',scale=$size:flags=bicubic,setsar=1,format=gray12,lut=y='1600+val*0.6'[n];
  [2][n]blend=all_mode=multiply,format=gray12[g];[s][g]blend=all_mode=screen,$fire" $store "$work/7.mp4"

say "chapter 8: two logs each"
ff $hold -i "$work/pair.png" \
  -f lavfi -i "$(light "(0.15+0.055*T)+(0.5+0.04*T)*exp(-pow(hypot((X-53)/44,(Y-64+4.2*T)/32),2))")" -filter_complex "
  [0]format=gray12,scale=2560:1440:flags=bicubic,zoompan=z='1.32-0.024*on/24':x='iw/2-iw/zoom/2':y='ih*0.54-ih*0.54/zoom':d=1:s=$size:fps=24,setsar=1,format=gray12[w];
  [w][1]blend=all_mode=multiply,format=gray12,$dawn" $store "$work/8.mp4"

say "sound"
chapter_sound() { # NUMBER F1 F2 F3 F4: a chord of four tones that breathes, and a soft bell every second
  bell="(lt(mod(floor(t),4),1)*sin(2*PI*$3*2*t)+eq(mod(floor(t),4),1)*sin(2*PI*$4*2*t)+eq(mod(floor(t),4),2)*sin(2*PI*$5*2*t)+eq(mod(floor(t),4),3)*sin(2*PI*$4*4*t))"
  strike="0.13*exp(-4.5*mod(t,1))*min(1,mod(t,1)*180)*$bell"
  breath="(0.8+0.2*sin(2*PI*t/6-1.5))"
  left="0.11*$breath*(sin(2*PI*$2*t)+0.8*sin(2*PI*$3*1.0015*t)+0.6*sin(2*PI*$4*t)+0.5*sin(2*PI*$5*0.9990*t)+0.25*sin(2*PI*$2*2*t))"
  right="0.11*$breath*(sin(2*PI*$2*1.0010*t)+0.8*sin(2*PI*$3*t)+0.6*sin(2*PI*$4*0.9985*t)+0.5*sin(2*PI*$5*t)+0.25*sin(2*PI*$2*2.002*t))"
  ff -f lavfi -i "aevalsrc='$left+$strike|$right+$strike':s=48000:d=$seconds" \
    -af "afade=t=in:d=0.7,afade=t=out:st=11.2:d=0.8" -c:a pcm_s16le "$work/$1.wav"
}
chapter_sound 1 87.31 174.61 220.00 329.63
chapter_sound 2 110.00 164.81 220.00 261.63
chapter_sound 3 130.81 196.00 261.63 329.63
chapter_sound 4 98.00 146.83 246.94 293.66
chapter_sound 5 87.31 174.61 261.63 349.23
chapter_sound 6 73.42 174.61 220.00 329.63
chapter_sound 7 98.00 196.00 261.63 293.66
chapter_sound 8 65.41 196.00 261.63 329.63
for n in 1 2 3 4 5 6 7 8; do echo "file '$work/$n.wav'"; done > "$work/sound.txt"
ff -f concat -safe 0 -i "$work/sound.txt" -af "aecho=0.9:0.5:90|170:0.22|0.14,lowpass=f=5200,volume=1.6,alimiter=limit=0.9" -c:a pcm_s16le "$work/sound.wav"

say "the film"
ff -f lavfi -i "color=black:s=854x150:r=1:d=1,format=rgba,geq=r=0:g=0:b=0:a='165*pow(Y/149,1.3)'" -frames:v 1 "$work/shade.png"
title="drawtext=fontfile=$fonts/DejaVuSerif.ttf:expansion=none:fontcolor=0xFFEFD2@0.92:shadowcolor=black@0.55:shadowx=2:shadowy=2"
clock="drawtext=fontfile=$fonts/DejaVuSansMono-Bold.ttf:fontcolor=0xFFF4DF:fontsize=62:shadowcolor=black@0.6:shadowx=3:shadowy=3:x=w-tw-30:y=h-84"
names="A stack of wood|Kindling|Rings|Embers|Grain|Smoke|Sparks|Two logs each"
graph="" last="0:v" n=1
while [ $n -lt 8 ]; do
  graph="$graph[$last][$n:v]xfade=transition=fade:duration=$overlap:offset=$((n * seconds))[x$n];"
  last=x$n n=$((n + 1))
done
captions="" n=1
while [ $n -le 8 ]; do
  name=$(echo "$names" | cut -d'|' -f$n)
  captions="$captions,$title:text='$n · $name':fontsize=26:x=30:y=h-58:enable='gte(t,$(((n - 1) * seconds)))*lt(t,$((n * seconds)))'"
  n=$((n + 1))
done
ff $(for n in 1 2 3 4 5 6 7 8; do echo "-i $work/$n.mp4"; done) -i "$work/sound.wav" $hold -i "$work/shade.png" -filter_complex "${graph}[$last]trim=end=96[f];
  [f][9:v]overlay=0:H-h:format=auto,$title:text='Cordwood — two logs each':fontsize=24:x=30:y=28$captions,
  $clock:text='%{eif\:trunc(n/1440)\:d\:2}\:%{eif\:mod(trunc(n/24)\,60)\:d\:2}.%{eif\:mod(n\,24)\:d\:2}'[v]" \
  -map "[v]" -map 8:a -t 96 -c:v libx264 -preset veryfast -qp 6 -pix_fmt yuv420p -threads 2 -c:a copy "$work/film.mkv"

say "renditions"
cuts=0,1,2,4
t=8
while [ $t -lt 96 ]; do cuts=$cuts,$t t=$((t + 4)); done
fresh=$work/logs
rendition() { # NAME SIZE LEVEL VIDEO_KBITS AUDIO_KBITS
  mkdir -p "$fresh/$1"
  video="-vf scale=$2:flags=lanczos,setsar=1 -c:v libx264 -profile:v main -level $3 -preset slow -b:v ${4}k -maxrate $(($4 * 2))k -bufsize $(($4 * 3))k
    -x264-params keyint=infinite:scenecut=0:aq-mode=3:threads=2 -force_key_frames $cuts -pix_fmt yuv420p -passlogfile $work/$1"
  ff -i "$work/film.mkv" $video -pass 1 -an -f null -
  ff -i "$work/film.mkv" $video -pass 2 -c:a aac -b:a "${5}k" -ac 2 -f hls -hls_segment_type fmp4 -hls_time 0.5 -hls_playlist_type vod \
    -hls_flags independent_segments -start_number 1 -hls_fmp4_init_filename init.mp4 -hls_segment_filename "$fresh/$1/seg-%04d.m4s" "$fresh/$1/index.m3u8"
}
rendition 480p 854x480 3.0 490 64
rendition 360p 640x360 3.0 225 56
rendition 240p 426x240 2.1 96 40

say "package"
variant() { # NAME SIZE: its lines of the master playlist, rates measured
  avc=$(od -An -v -tx1 "$fresh/$1/init.mp4" | tr -d ' \n' | sed -n 's/.*6176634301\(......\).*/\1/p')
  [ -n "$avc" ] || die "no avcC box in $1/init.mp4"
  for segment in "$fresh/$1"/seg-*.m4s; do wc -c < "$segment"; done > "$work/sizes"
  sed -n 's/^#EXTINF:\([0-9.]*\),.*/\1/p' "$fresh/$1/index.m3u8" > "$work/durations"
  rates=$(paste "$work/sizes" "$work/durations" | awk '{ r = $1 * 8 / $2; if (r > peak) peak = r; bytes += $1; time += $2 }
    END { printf "BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d", peak + 1, bytes * 8 / time + 1 }')
  printf '#EXT-X-STREAM-INF:%s,RESOLUTION=%s,FRAME-RATE=24.000,CODECS="avc1.%s,mp4a.40.2"\n%s/index.m3u8\n' "$rates" "$2" "$avc" "$1"
}
{
  printf '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n'
  variant 480p 854x480
  variant 360p 640x360
  variant 240p 426x240
} > "$fresh/master.m3u8"
ff -ss 6 -i "$work/1.mp4" -frames:v 1 -q:v 4 "$fresh/poster.jpg"

rm -rf "$out"
mkdir -p "$(dirname "$out")"
cp -R "$fresh" "$out"
say "made $out: $(($(cat "$out"/*.* "$out"/*/* | wc -c) / 1024)) KiB"
